import css from '#app/_ui/chart/chart.module.css'
import { seriesColor } from '#app/_ui/chart/colors.ts'
import type { Line } from '#app/_ui/chart/options.ts'
import { withUnit } from '#app/_ui/number.ts'
import { span } from '#app/_ui/time.ts'
import { ExactTime } from '#app/_ui/times.tsx'
import type { Series } from '#lib/monitors/series/points.ts'

interface Props {
  series: Series
  lines: Line[]
  unit: string
  /** the point under the pointer */
  hovered: number | null
  toggle: (name: string) => void
  zoomable: boolean
}

/** The lines by name, each shown or hidden by a click, with their values under the pointer. */
export function Legend({ series, lines, unit, hovered, toggle, zoomable }: Props) {
  const at = hovered === null ? undefined : series.times[hovered]
  return (
    <figcaption className={css.legend}>
      {lines.map((line, i) => (
        <button
          key={line.column.name}
          type="button"
          className={css.entry}
          aria-pressed={line.shown}
          onClick={() => toggle(line.column.name)}
        >
          <span className={css.swatch} style={{ background: `var(${seriesColor(i)})` }} />
          {line.column.name}
          {hovered !== null && line.shown && (
            <b>{textAt(line, hovered, line.scale === 'y' ? unit : '')}</b>
          )}
        </button>
      ))}
      {series.leftOut > 0 && <span>and {series.leftOut} more</span>}
      <span className={css.at}>
        {at !== undefined ? <ExactTime at={at} /> : zoomable && resolution(series)}
      </span>
    </figcaption>
  )
}

function textAt({ column: { values, range } }: Line, index: number, unit: string): string {
  const value = values[index]
  if (value === null || value === undefined) return '–'
  const low = range?.low[index] ?? value
  const high = range?.high[index] ?? value
  if (low === high) return withUnit(value, unit)
  return `${withUnit(value, unit)} (${withUnit(low, '')}–${withUnit(high, '')})`
}

function resolution({ bucketMs, times }: Series): string {
  if (bucketMs !== null) return `mean of every ${span(bucketMs)}, shaded from least to greatest`
  return times.length > 0 ? 'every run · drag to zoom' : ''
}
