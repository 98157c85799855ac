import css from '#app/_ui/chart/stack.module.css'
import { withUnit } from '#app/_ui/number.ts'
import { lineColor } from '#app/_ui/plot/colors.ts'
import type { Drawing, Spot } from '#app/_ui/plot/options.ts'
import plot from '#app/_ui/plot/plot.module.css'
import type { Trace } from '#app/_ui/plot/traces.ts'
import { ExactTime } from '#app/_ui/times.tsx'

const LINE_PX = 20
const FRAME_PX = 40

interface Props {
  spot: Spot
  drawing: Drawing
  unit: string
  height: number
}

/** The time that the pointer is on and the values there: the line that is meant, then the greatest that have room. */
export function Tip({ spot, drawing, unit, height }: Props) {
  const { times, traces } = drawing
  const { index, trace: meant, left } = spot
  const numberOf = ({ line }: Trace) => line.values[index] ?? Number.NEGATIVE_INFINITY
  const room = Math.max(1, Math.floor((height - FRAME_PX) / LINE_PX))
  const there = traces
    .filter(({ isShown, line }) => isShown && (line.values[index] ?? null) !== null)
    .toSorted((a, b) => Number(b === meant) - Number(a === meant) || numberOf(b) - numberOf(a))
  const isRight = index > times.length / 2

  return (
    <div
      className={css.tip}
      style={isRight ? { right: `calc(100% - ${left - 12}px)` } : { left: left + 12 }}
    >
      <ExactTime at={times[index] ?? 0} className={css.time} />
      {isUnfinished(drawing, index) && <span className={css.time}> so far</span>}
      {there.length === 0 && <div className={css.line}>nothing came</div>}
      {there.slice(0, room).map(({ line, place }) => (
        <div key={`${line.name} ${line.isBefore}`} className={css.line}>
          <span
            className={css.swatch}
            style={{ background: `var(${lineColor(place)})` }}
            data-before={line.isBefore || undefined}
          />
          <span className={css.name}>
            {line.name}
            {line.isBefore && <span className={plot.before}> before</span>}
          </span>
          <b>{withUnit(line.values[index] ?? 0, unit)}</b>
        </div>
      ))}
      {there.length > room && <div className={css.line}>and {there.length - room} more</div>}
    </div>
  )
}

/** The last bucket, when it goes on beyond what is drawn. */
function isUnfinished({ times, to }: Drawing, index: number): boolean {
  const [before, last] = times.slice(-2)
  if (before === undefined || last === undefined || index < times.length - 1) return false
  return last + (last - before) > to
}
