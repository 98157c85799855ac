import { longSpan } from '#app/_ui/time.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import type { Scale } from '#app/(signed-in)/events/[id]/_tree/scale.ts'
import css from '#app/(signed-in)/events/[id]/_tree/waterfall.module.css'

const TICKS = 4
/** Nearer to the end there is no room for words. */
const LAST_TICK = 0.9
/** From here on they stand before their place. */
const LATE = 0.8
const DAY_MS = 86_400_000

/** Times since the beginning, and for how long nothing happened where that is left out. */
export function TimeAxis({
  scale,
  lengthMs,
  start,
}: {
  scale: Scale
  lengthMs: number
  start: number
}) {
  const ticks = scale.breaks.length > 0 ? [0] : ticksOf(lengthMs)
  return (
    <div className={css.axis} aria-hidden="true">
      {ticks.map(ms => (
        <span key={ms} style={{ left: `${scale.at(start + ms) * 100}%` }}>
          {ms === 0 ? '0' : lasted(ms)}
        </span>
      ))}
      {scale.breaks.map(({ from, lengthMs: idle }) => (
        <span
          key={from}
          className={css.idle}
          data-late={from > LATE}
          style={{ left: `${from * 100}%` }}
          title={`Nothing for ${inWords(idle)}`}
        >
          {inWords(idle)}
        </span>
      ))}
    </div>
  )
}

const inWords = (ms: number) => (ms < DAY_MS / 24 ? lasted(ms) : longSpan(ms))

/** Round times, about as many as there is room for. */
function ticksOf(lengthMs: number): number[] {
  if (lengthMs <= 0) return [0]
  const rough = lengthMs / TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map(times => times * power).find(size => size >= rough) ?? rough
  return Array.from({ length: TICKS + 1 }, (_, i) => i * step).filter(
    ms => ms <= lengthMs * LAST_TICK,
  )
}
