import { formatNumber } from '#app/_ui/number.ts'
import css from '#app/(signed-in)/events/live/live.module.css'
import type { Rate } from '#app/(signed-in)/events/live/rate.ts'
import type { Connection } from '#app/(signed-in)/events/live/use-tail.ts'

interface Props {
  rate: Rate
  connection: Connection
}

/** How much comes, and whether all of it is shown: `12 /s`, `showing 200 of 5,000 /s, a fair share`. */
export function RateText({ rate: { shown, matched, isLeast }, connection }: Props) {
  if (connection === 'none') return null
  if (connection === 'away') return <span className={css.away}>Belfry cannot be reached</span>
  if (connection === 'connecting') return <span className="dim">Connecting…</span>
  if (matched <= shown && !isLeast)
    return (
      <span className={css.rate} title="In the last seconds, of those that match">
        <b>{formatNumber(shown)}</b> /s
      </span>
    )
  return (
    <span className={css.rate} title="Of more than 200 a second a fair share is shown">
      showing <b>{formatNumber(shown)}</b> of {isLeast && 'more than '}
      <b>{formatNumber(matched)}</b> /s
    </span>
  )
}
