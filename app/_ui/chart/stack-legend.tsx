import css from '#app/_ui/chart/stack.module.css'
import { type Layer, sumOf } from '#app/_ui/chart/stacking.ts'
import { shortNumber } from '#app/_ui/number.ts'

interface Props {
  layers: Layer[]
  hidden: ReadonlySet<string>
  toggle: (key: string) => void
}

/** The layers by name with their sums, each shown or hidden by a click; in one line. */
export function StackLegend({ layers, hidden, toggle }: Props) {
  return (
    <figcaption className={css.legend}>
      {layers.map(({ key, name, color, counts }) => (
        <button
          key={key}
          type="button"
          className={css.entry}
          aria-pressed={!hidden.has(key)}
          title={`${name} – click to ${hidden.has(key) ? 'show' : 'hide'} it`}
          onClick={() => toggle(key)}
        >
          <span className={css.swatch} style={{ background: `var(${color})` }} />
          <span className={css.name}>{name}</span>
          <span className={css.sum}>{shortNumber(sumOf(counts))}</span>
        </button>
      ))}
    </figcaption>
  )
}
