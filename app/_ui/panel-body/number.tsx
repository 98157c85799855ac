import { withUnit } from '#app/_ui/number.ts'
import css from '#app/_ui/panel-body/number.module.css'
import type { PanelBodyProps } from '#app/_ui/panel-body/panel-body.tsx'
import { changeInWords, changeOf } from '#app/_ui/panel-body/rows.ts'
import type { DrawnNumber } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'

const GREATEST_PX = 56
const LEAST_PX = 20
/** In a lower panel its course would lie behind the words. */
const COURSE_FROM_PX = 112

interface Props extends Pick<PanelBodyProps, 'height'> {
  panel: PanelOf<'number'>
  drawn: DrawnNumber
}

/** One number as large as there is room, what it was before, and how it came about behind it. */
export function NumberBody({ panel: { unit, compare }, drawn, height }: Props) {
  const { value, before } = drawn
  const size = Math.max(LEAST_PX, Math.min(GREATEST_PX, Math.floor(height / 3)))
  return (
    <div className={css.body} style={{ height }}>
      {height >= COURSE_FROM_PX && <Course drawn={drawn} />}
      <div className={css.number} style={{ fontSize: size, lineHeight: 1.2 }}>
        {value === null ? <span className="dim">–</span> : withUnit(value, unit)}
      </div>
      {compare && (
        <div className={css.before}>
          {value === null && before === null ? (
            'no numbers in this time'
          ) : (
            <>
              <b>{changeInWords(changeOf(value, before))}</b>{' '}
              {before === null ? 'nothing before' : `from ${withUnit(before, unit)} before`}
            </>
          )}
        </div>
      )}
    </div>
  )
}

/** Stretched to the panel, from zero unless something lies below it. */
function Course({ drawn: { times, values, from, to } }: { drawn: DrawnNumber }) {
  const numbers = values.filter(value => value !== null)
  if (numbers.length < 2) return null
  const [least, greatest] = [Math.min(0, ...numbers), Math.max(0, ...numbers)]
  const first = Math.min(from, times[0] ?? from)
  const points = values.flatMap((value, i) => {
    if (value === null) return []
    const x = (100 * ((times[i] ?? first) - first)) / (to - first)
    const y = 100 - (100 * (value - least)) / (greatest - least || 1)
    return [`${x.toFixed(2)} ${y.toFixed(2)}`]
  })
  const line = `M${points.join('L')}`
  const [start, end] = [points[0], points.at(-1)].map(point => point?.split(' ')[0] ?? '0')
  return (
    <svg className={css.course} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
      <path className={css.area} d={`${line}L${end} 100L${start} 100Z`} />
      <path className={css.line} d={line} />
    </svg>
  )
}
