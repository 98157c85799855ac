import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Pager } from '#app/_ui/pager.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query, withQuery } from '#app/_ui/query.ts'
import { Difference } from '#app/(signed-in)/streams/triggers/[id]/versions/difference.tsx'
import { VersionTable } from '#app/(signed-in)/streams/triggers/[id]/versions/version-table.tsx'
import { triggerAt } from '#app/(signed-in)/streams/triggers/at.ts'
import { pageOf } from '#lib/paging.ts'
import { findVersion, versionsOf } from '#lib/streams/triggers/versions/data.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

export const metadata: Metadata = { title: 'Versions' }

/** What a trigger was; with `?version=N` what that version changed, against the one before it or `?with=M`. */
export default async function Page({ params, searchParams }: Props) {
  const reach = await requireReach('streams:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const trigger = await triggerAt(reach, id)
  const path = `/streams/triggers/${trigger.id}/versions`
  const hrefOf = (changes: Query) => withQuery(path, query, changes)

  // Versions are numbered without gaps, so the newest one's number is how many there are.
  const shown = pageOf(trigger.version, one(query, 'page'))
  const asked = Number(one(query, 'version'))
  const [{ items }, version, base] = await Promise.all([
    versionsOf(trigger.id, {
      limit: shown.size,
      cursor: String(trigger.version + 1 - shown.offset),
    }),
    findVersion(trigger.id, asked),
    findVersion(trigger.id, Number(one(query, 'with') ?? asked - 1)),
  ])

  return (
    <>
      <PageHeader
        above={[
          { href: '/streams/triggers', label: 'Triggers' },
          { href: `/streams/triggers/${trigger.id}`, label: trigger.name },
        ]}
        title="Versions"
      />
      {version && <Difference trigger={trigger} version={version} base={base} />}
      <Panel flush>
        <VersionTable
          versions={items}
          newest={trigger.version}
          chosen={version?.version}
          hrefOf={number => hrefOf({ version: String(number), with: undefined })}
        />
      </Panel>
      <Pager page={shown} total={trigger.version} hrefOf={page => hrefOf({ page: String(page) })} />
    </>
  )
}
