import Link from 'next/link'
import { Panel } from '#app/_ui/panel.tsx'
import { StateBadge } from '#app/_ui/state.tsx'
import { STATUS_WORDS } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/streams/[id]/stream.module.css'
import type { Made, StatusCount } from '#lib/streams/reading/made/data.ts'

/** Where what the pipelines brought about can be followed; nothing while there is nothing. */
export function MadePanel({ id, made }: { id: number; made: Made }) {
  const { deliveries, posts, runs } = made
  if (deliveries.length + posts.length + runs.length === 0) return null
  return (
    <Panel title="What came of it">
      <ul className={css.made}>
        {deliveries.length > 0 && (
          <li>
            <Link href={`/deliveries?stream=${id}`}>Alerts</Link> {inWords(deliveries)}
          </li>
        )}
        {posts.length > 0 && (
          <li>
            <Link href={`/deliveries/posts?stream=${id}`}>Webhooks</Link> {inWords(posts)}
          </li>
        )}
        {runs.map(run => (
          <li key={run.id}>
            <Link href={`/monitors/${run.monitorId}/runs/${run.id}`}>
              <bdi>{visible(run.monitor)}</bdi>
            </Link>{' '}
            {run.state ? <StateBadge state={run.state} /> : <span className="dim">waiting</span>}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const inWords = (counts: StatusCount[]) =>
  counts.map(({ status, count }) => `${count} ${STATUS_WORDS[status].toLowerCase()}`).join(', ')
