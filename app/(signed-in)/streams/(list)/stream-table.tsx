'use client'

import Link from 'next/link'
import stacked from '#app/_ui/stacked.module.css'
import { RelativeTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { NextStep } from '#app/(signed-in)/streams/_stream/next-step.tsx'
import { StreamStateBadge } from '#app/(signed-in)/streams/_stream/state-badge.tsx'
import { DistinguishingTraits } from '#app/(signed-in)/streams/_stream/traits.tsx'
import css from '#app/(signed-in)/streams/(list)/list.module.css'
import type { StreamView } from '#lib/streams/reading/view.ts'

interface Props {
  streams: StreamView[]
  severalProjects: boolean
}

export const StreamTable = ({ streams, severalProjects }: Props) => (
  <table className={`${css.table} ${stacked.stacked}`}>
    <thead>
      <tr>
        <th className={css.state}>State</th>
        <th>Stream</th>
        <th className={css.trigger}>Trigger</th>
        {severalProjects && <th className={css.project}>Project</th>}
        <th className={`num ${css.events}`}>Events</th>
        <th className={`num ${css.time}`}>Last event</th>
        <th className={`num ${css.next}`}>Next</th>
      </tr>
    </thead>
    <tbody>
      {streams.map(stream => (
        <Row key={stream.id} stream={stream} severalProjects={severalProjects} />
      ))}
    </tbody>
  </table>
)

const Row = ({ stream, severalProjects }: { stream: StreamView; severalProjects: boolean }) => (
  <tr>
    <td>
      <StreamStateBadge state={stream.state} />
    </td>
    <td className={css.traits}>
      <Link href={`/streams/${stream.id}`} className={css.whole} prefetch={false}>
        <DistinguishingTraits traits={stream.traits} />
      </Link>
      {stream.error && (
        <span className={css.error} title={visible(stream.error)}>
          {visible(stream.error)}
        </span>
      )}
    </td>
    <td className="cut">
      <bdi title={stream.trigger}>{visible(stream.trigger)}</bdi>
    </td>
    {severalProjects && <td className="cut">{visible(stream.project)}</td>}
    <td className="num" data-label="Events">
      {stream.eventCount.toLocaleString('en')}
    </td>
    <td className="num" data-label="Last event">
      <RelativeTime at={stream.lastEvent} />
    </td>
    <td className="num">
      <NextStep stream={stream} />
    </td>
  </tr>
)
