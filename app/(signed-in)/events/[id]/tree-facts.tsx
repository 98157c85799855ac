import { ExactTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { colorOf, hostsOf } from '#app/(signed-in)/events/[id]/_tree/hosts.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import css from '#app/(signed-in)/events/[id]/tree.module.css'

/** When all of it was, how much there is, and where: the hosts with their colours. */
export function TreeFacts({ rows, isCut }: { rows: Row[]; isCut: boolean }) {
  const nodes = rows.map(({ node }) => node)
  const start = nodes.reduce((least, node) => Math.min(least, node.start), Number.MAX_VALUE)
  const end = nodes.reduce((most, node) => Math.max(most, node.end), 0)
  const events = nodes.filter(({ kind }) => kind === 'event')
  const failed = events.filter(({ failure }) => failure !== null).length
  return (
    <div className={css.facts}>
      <ExactTime at={start} />
      <span>
        took <b>{lasted(end - start)}</b>
      </span>
      <span>
        {isCut && 'the first '}
        {counted(events.length, 'event')}
        {failed > 0 && <b className={css.failed}>, {failed} failed</b>}
      </span>
      {nodes.length > events.length && (
        <span>{counted(nodes.length - events.length, 'error')}</span>
      )}
      {hostsOf(rows).map((host, place) => (
        <span key={host} className={css.host}>
          <i style={{ background: colorOf(place) }} />
          <bdi>{visible(host) || 'no host'}</bdi>
        </span>
      ))}
    </div>
  )
}

const counted = (count: number, noun: string) =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
