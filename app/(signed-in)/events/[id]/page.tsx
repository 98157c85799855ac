import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { requirePerson } from '#app/_server/person.ts'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { nodesOf } from '#app/(signed-in)/events/[id]/_tree/nodes.ts'
import { idIn, placeElsewhere } from '#app/(signed-in)/events/[id]/_tree/places.ts'
import { rowsOf } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import { Tree } from '#app/(signed-in)/events/[id]/tree.tsx'
import { TreeFacts } from '#app/(signed-in)/events/[id]/tree-facts.tsx'
import { reachOf } from '#lib/access/reach.ts'
import { may } from '#lib/access/rights.ts'
import { tracedErrors } from '#lib/errors/traced/data.ts'
import { outlineOf } from '#lib/events/tree/data.ts'

interface Props {
  params: Promise<{ id: string }>
}

/** Read once, for the title and the page. */
const shownFor = cache(async (id: string) => {
  const person = await requirePerson('events:read')
  const reach = reachOf(person)
  const [{ events, isCut }, errors] = await Promise.all([
    outlineOf(reach, id),
    may(person, 'errors:read') ? tracedErrors(reach, id) : [],
  ])
  const rows = rowsOf(nodesOf(events, errors))
  return { rows, isCut, first: rows.find(({ node }) => node.kind === 'event') ?? rows[0], reach }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { first } = await shownFor(idIn(await params))
  return { title: first ? visible(first.node.type || first.node.label) : 'Not found' }
}

export default async function Page({ params }: Props) {
  const id = idIn(await params)
  const { rows, isCut, first, reach } = await shownFor(id)
  if (!first) {
    const elsewhere = await placeElsewhere(reach, id)
    return elsewhere ? redirect(elsewhere) : notFound()
  }

  return (
    <>
      <PageHeader
        above={[{ href: '/events', label: 'Events' }]}
        title={<bdi>{visible(first.node.type || first.node.label)}</bdi>}
        beside={<bdi className="mono">{visible(id)}</bdi>}
        actions={<CopyButton text={id} label="Copy the id" />}
      />
      <TreeFacts rows={rows} isCut={isCut} />
      <Tree id={id} rows={rows} />
    </>
  )
}
