import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { Panel } from '#app/_ui/panel.tsx'
import { one, type Query } from '#app/_ui/query.ts'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { Follow } from '#app/(signed-in)/explore/_chart/follow.tsx'
import { NextStep } from '#app/(signed-in)/streams/_stream/next-step.tsx'
import { StreamStateBadge } from '#app/(signed-in)/streams/_stream/state-badge.tsx'
import { traitText } from '#app/(signed-in)/streams/_stream/trait-text.ts'
import { EventList } from '#app/(signed-in)/streams/[id]/_events/event-list.tsx'
import { PipelineLog } from '#app/(signed-in)/streams/[id]/_log/pipeline-log.tsx'
import { Timeline } from '#app/(signed-in)/streams/[id]/_timeline/timeline.tsx'
import { Facts, Outlook } from '#app/(signed-in)/streams/[id]/facts.tsx'
import { MadePanel } from '#app/(signed-in)/streams/[id]/made.tsx'
import css from '#app/(signed-in)/streams/[id]/stream.module.css'
import { StreamActions } from '#app/(signed-in)/streams/[id]/stream-actions.tsx'
import { getDetail } from '#lib/streams/reading/detail/data.ts'
import { eventsOf } from '#lib/streams/reading/events/data.ts'
import { logOf } from '#lib/streams/reading/log/data.ts'
import { madeBy } from '#lib/streams/reading/made/data.ts'
import { slicesOf } from '#lib/streams/reading/slices/data.ts'
import type { StreamView } from '#lib/streams/reading/view.ts'
import { FAILED } from '#lib/streams/states.ts'

const PAGE_SIZE = 100
/** Where a further page of events begins. */
const AFTER = /^\d{4}-\d\d-\d\dT[\d:.]{15}Z_.+$/s

interface Props {
  params: Promise<{ id: string }>
  searchParams: Promise<Query>
}

/** Read once, for the title and the page. */
const shownFor = cache(async (id: string) => {
  const reach = await requireReach('streams:read')
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound()
  return orNotFound(getDetail(reach, Number(id)))
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: titleOf(await shownFor((await params).id)) }
}

export default async function Page({ params, searchParams }: Props) {
  const stream = await shownFor((await params).id)
  const after = AFTER.exec(one(await searchParams, 'after') ?? '')?.[0]
  const reach = await requireReach('streams:read')
  const [events, slices, log, made] = await Promise.all([
    eventsOf(stream, { limit: PAGE_SIZE, cursor: after }),
    slicesOf(stream),
    logOf(stream),
    madeBy(reach, stream),
  ])
  return (
    <>
      {stream.state !== 'completed' && <Follow rangeMs={0} />}
      <PageHeader
        above={[{ href: '/streams', label: 'Streams' }]}
        title={<bdi>{titleOf(stream)}</bdi>}
        beside={
          <>
            <StreamStateBadge state={stream.state} />
            <span>
              <NextStep stream={stream} />
            </span>
          </>
        }
        actions={<StreamActions id={stream.id} isFailed={FAILED.includes(stream.state)} />}
      />
      <Facts stream={stream} />
      {stream.error && (
        <p role="alert" className={css.error}>
          {visible(stream.error)}
        </p>
      )}
      <Panel title="Timeline">
        <Timeline stream={stream} slices={slices} />
        <Outlook stream={stream} />
      </Panel>
      <MadePanel id={stream.id} made={made} />
      <PipelineLog lines={log} />
      <EventList stream={stream} events={events} isFurther={after !== undefined} />
    </>
  )
}

/** What tells it from others of its trigger: `4711 · eu`. */
function titleOf({ trigger, traits }: Pick<StreamView, 'trigger' | 'traits'>): string {
  const values = Object.values(traits).map(traitText)
  return values.length > 0 ? values.join(' · ') : visible(trigger)
}
