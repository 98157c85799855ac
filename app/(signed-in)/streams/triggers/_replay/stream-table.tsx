import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import { DistinguishingTraits } from '#app/(signed-in)/streams/_stream/traits.tsx'
import css from '#app/(signed-in)/streams/triggers/_replay/replay.module.css'
import { isMissing } from '#lib/streams/reading/wanted.ts'
import type { ReplayedStream } from '#lib/streams/replay/result.ts'

const STATES = { fired: 'Fired', expired: 'Expired', active: 'Still open' } as const

/** The streams that it would have had; of each what it was still waiting for. */
export const StreamTable = ({ streams }: { streams: readonly ReplayedStream[] }) => (
  <table className={`${table.table} ${stacked.stacked}`}>
    <thead>
      <tr>
        <th>Stream</th>
        <th>Would have</th>
        <th>At</th>
        <th className="num">Events</th>
        <th>First event</th>
        <th>Was missing</th>
      </tr>
    </thead>
    <tbody>
      {streams.map(stream => (
        <tr key={`${stream.openedAt} ${JSON.stringify(stream.traits)}`}>
          <td className={css.traits}>
            <DistinguishingTraits traits={stream.traits} />
          </td>
          <td>{STATES[stream.state]}</td>
          <td className="mono" data-empty={stream.endedAt === null}>
            {stream.endedAt && <ClockTime at={stream.endedAt} />}
          </td>
          <td className="num" data-label="Events">
            {stream.eventCount}
          </td>
          <td className="mono">
            <ClockTime at={stream.firstEvent} />
          </td>
          <td className={css.missing}>{missingIn(stream)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const missingIn = ({ waitsFor }: ReplayedStream) =>
  waitsFor
    .filter(isMissing)
    .map(({ words, needed, met }) => (needed > 1 ? `${words} (${met} of ${needed})` : words))
    .join('; ')
