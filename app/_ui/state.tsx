import css from '#app/_ui/state.module.css'
import type { StateName } from '#lib/plugin.ts'

/** A state is a colour, a shape and a word; the colour never stands alone. */
export function StateBadge({ state }: { state: StateName }) {
  return (
    <span className={css.badge} data-state={state}>
      <StateShape state={state} />
      {state}
    </span>
  )
}

/** The state's shape in its colour: ● OK, ▲ ALARM, ◆ ERROR, ○ INACTIVE. Drawn, since fonts differ. */
export function StateShape({ state, size = 10 }: { state: StateName; size?: number }) {
  return (
    <svg
      viewBox="0 0 10 10"
      width={size}
      height={size}
      className={css.shape}
      data-state={state}
      aria-hidden="true"
    >
      <path d={SHAPES[state]} />
    </svg>
  )
}

/** Outlines in a box of 10 × 10; the chart's marks use them too. */
export const SHAPES: Record<StateName, string> = {
  OK: 'M5 1.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7z',
  ALARM: 'M5 .8 9.6 9.2H.4z',
  ERROR: 'M5 0 10 5 5 10 0 5z',
  INACTIVE: 'M5 2a3 3 0 1 0 0 6a3 3 0 1 0 0-6z',
}

/** The custom property of a state's colour. */
export const stateColor = (state: StateName) => `--${state.toLowerCase()}`
