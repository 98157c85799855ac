import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { cache, Suspense } from 'react'
import { requirePerson } from '#app/_server/person.ts'
import { requireReach } from '#app/_server/reach.ts'
import { IfMay } from '#app/_ui/may.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { WatchMenu } from '#app/(signed-in)/errors/_operations/watch-menu.tsx'
import { SINGLE_MONITORS, watchOffers } from '#app/(signed-in)/errors/_operations/watch-offers.ts'
import { SignatureBadge, shownState } from '#app/(signed-in)/errors/_signature/state-badge.tsx'
import {
  TemplateText,
  templateInWords,
  titleOf,
} from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { FollowErrors } from '#app/(signed-in)/errors/_time/follow.tsx'
import { timeOf } from '#app/(signed-in)/errors/_time/time.ts'
import { ChartLoading, ChartPanel } from '#app/(signed-in)/errors/[id]/chart-panel.tsx'
import { Facts } from '#app/(signed-in)/errors/[id]/facts.tsx'
import { Frequent } from '#app/(signed-in)/errors/[id]/frequent.tsx'
import css from '#app/(signed-in)/errors/[id]/signature.module.css'
import { SignatureActions } from '#app/(signed-in)/errors/[id]/signature-actions.tsx'
import { Since } from '#app/(signed-in)/errors/[id]/since.tsx'
import { TabsPanel } from '#app/(signed-in)/errors/[id]/tabs-panel.tsx'
import { findSignature, type SignatureDetail } from '#lib/errors/detail/data.ts'

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

const TITLE_SHOWN = 80

/** Read once, for the title and the page, by whoever may. */
const shownFor = cache(async (id: string, query: string) => {
  const time = timeOf(JSON.parse(query) as Query, new Date())
  const reach = await requireReach('errors:read')
  const signature = await findSignature(reach, Number(id), { from: time.from, to: time.to })
  return { time, signature }
})

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ id }, query] = await Promise.all([params, searchParams])
  const { signature } = await shownFor(id, JSON.stringify(query))
  if (!signature) return { title: 'Not found' }
  return { title: titleOf(signature).slice(0, TITLE_SHOWN) }
}

export default async function Page({ params, searchParams }: Props) {
  await requirePerson('errors:read')
  const [{ id }, query] = await Promise.all([params, searchParams])
  const { time, signature } = await shownFor(id, JSON.stringify(query))
  if (!signature) notFound()
  // What was merged is shown as a part of what it was merged into.
  if (signature.id !== Number(id)) redirect(withQuery(`/errors/${signature.id}`, query, {}))

  return (
    <>
      <FollowErrors ids={[signature.id, ...signature.members.map(member => member.id)]} />
      <PageHeader
        above={[{ href: '/errors', label: 'Errors' }]}
        title={
          signature.name ? (
            <bdi>{visible(signature.name)}</bdi>
          ) : (
            <span className={css.title} title={templateInWords(signature.template)}>
              <TemplateText template={signature.template} />
            </span>
          )
        }
        beside={
          <>
            <SignatureBadge state={shownState(signature.state, signature.regressedAt)} />
            <Since signature={signature} />
          </>
        }
        actions={
          <>
            <IfMay right="errors:write">
              <SignatureActions signature={editable(signature)} />
            </IfMay>
            <WatchMenu
              label="Watch this"
              offers={watchOffers(SINGLE_MONITORS)}
              of={{ signature: signature.id }}
            />
          </>
        }
      />
      <Facts signature={signature} />
      <Suspense fallback={<ChartLoading />}>
        <ChartPanel signature={signature} time={time} query={query} />
      </Suspense>
      <Suspense fallback={null}>
        <Frequent signature={signature} />
      </Suspense>
      <Suspense
        fallback={
          <Panel flush>
            <RowsLoading rows={6} />
          </Panel>
        }
      >
        <TabsPanel signature={signature} query={query} />
      </Suspense>
    </>
  )
}

/** What its operations need of it. */
const editable = (signature: SignatureDetail) => {
  const { id, name, threshold, regex, state } = signature
  return { id, name, threshold, regex, state, title: titleOf(signature) }
}
