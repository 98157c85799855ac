import css from '#app/_ui/chart/stack.module.css'
import { lineColor } from '#app/_ui/plot/colors.ts'
import type { Trace } from '#app/_ui/plot/traces.ts'

interface Props {
  traces: Trace[]
  leftOut: number
  toggle: (name: string) => void
}

/** The lines by name in one row, each shown or hidden by a click. */
export function Legend({ traces, leftOut, toggle }: Props) {
  return (
    <figcaption className={css.legend}>
      {traces
        .filter(({ line }) => !line.isBefore)
        .map(({ line: { name }, place, isShown }) => (
          <button
            key={place}
            type="button"
            className={css.entry}
            aria-pressed={isShown}
            title={`${name} – click to ${isShown ? 'hide' : 'show'} it`}
            onClick={() => toggle(name)}
          >
            <span className={css.swatch} style={{ background: `var(${lineColor(place)})` }} />
            <span className={css.name}>{name}</span>
          </button>
        ))}
      {leftOut > 0 && <span className="dim">and {leftOut} more</span>}
    </figcaption>
  )
}
