import css from '#app/_ui/sparkline.module.css'
import type { StateName } from '#lib/plugin.ts'

const WIDTH = 88
const HEIGHT = 20

interface Props {
  /** [share of the window passed: 0–1, value]; null breaks the line */
  points: readonly (readonly [number, number | null])[]
  state: StateName
  /** what it shows, for those who cannot see it */
  label: string
}

/** A small line of values, in the colour of the state unless all is well. */
export function Sparkline({ points, state, label }: Props) {
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={label}
      className={css.sparkline}
      data-state={state}
    >
      <path d={pathOf(points)} />
    </svg>
  )
}

function pathOf(points: Props['points']): string {
  const values = points.flatMap(([, value]) => (value === null ? [] : [value]))
  const least = Math.min(...values)
  const height = Math.max(...values) - least

  let pen = 'M'
  let path = ''
  for (const [share, value] of points) {
    if (value === null) pen = 'M'
    else {
      const y = height === 0 ? 0.5 : 1 - (value - least) / height
      path += `${pen}${(share * (WIDTH - 2) + 1).toFixed(1)} ${(y * (HEIGHT - 6) + 3).toFixed(1)}`
      pen = 'L'
    }
  }
  return path
}
