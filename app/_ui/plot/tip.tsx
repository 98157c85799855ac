import css from '#app/_ui/chart/stack.module.css'
import { withUnit } from '#app/_ui/number.ts'
import { lineColor } from '#app/_ui/plot/colors.ts'
import type { Drawing, Spot } from '#app/_ui/plot/options.ts'
import plot from '#app/_ui/plot/plot.module.css'
import { toldAt } from '#app/_ui/plot/told.ts'
import { ExactTime } from '#app/_ui/times.tsx'

const LINE_PX = 20
const FRAME_PX = 40

interface Props {
  spot: Spot
  drawing: Drawing
  unit: string
  height: number
}

/** The time that the pointer is on and the numbers there, that of the line that is meant marked. */
export function Tip({ spot, drawing, unit, height }: Props) {
  const { times, traces } = drawing
  const { index, trace: meant, left } = spot
  const room = Math.max(1, Math.floor((height - FRAME_PX) / LINE_PX))
  const told = toldAt(traces, index, { meant, room })
  const isRight = index > times.length / 2

  return (
    <div
      className={css.tip}
      style={isRight ? { right: `calc(100% - ${left - 12}px)` } : { left: left + 12 }}
    >
      <ExactTime at={times[index] ?? 0} className={css.time} />
      {isUnfinished(drawing, index) && <span className={css.time}> so far</span>}
      {told.length === 0 && <div className={css.line}>nothing came</div>}
      {told.map(trace => (
        <div
          key={traces.indexOf(trace)}
          className={css.line}
          data-meant={trace === meant || undefined}
        >
          <span
            className={css.swatch}
            style={{ background: `var(${lineColor(trace.place)})` }}
            data-before={trace.line.isBefore || undefined}
          />
          <span className={css.name}>
            {trace.line.name}
            {trace.line.isBefore && <span className={plot.before}> before</span>}
          </span>
          <b>{withUnit(trace.line.values[index] ?? 0, unit)}</b>
        </div>
      ))}
    </div>
  )
}

/** The last bucket, when it goes on beyond what is drawn. */
function isUnfinished({ times, to }: Drawing, index: number): boolean {
  const [before, last] = times.slice(-2)
  if (before === undefined || last === undefined || index < times.length - 1) return false
  return last + (last - before) > to
}
