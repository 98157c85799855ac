'use client'

import { StateShape } from '#app/_ui/state.tsx'
import css from '#app/(signed-in)/alerts/alerts.module.css'
import type { StateName } from '#lib/plugin.ts'

const STATES = ['OK', 'ALARM', 'ERROR', 'INACTIVE'] as const

interface Props {
  /** of what */
  label: string
  states: StateName[]
  disabled: boolean
  /** the master switch is off */
  faded?: boolean
  onChange(states: StateName[]): void
}

/** A switch for each state that is told. */
export function StateSwitches({ label, states, disabled, faded = false, onChange }: Props) {
  const toggle = (state: StateName) =>
    onChange(STATES.filter(other => states.includes(other) !== (other === state)))

  return (
    <div className={css.states} data-faded={faded}>
      {STATES.map(state => (
        <button
          key={state}
          type="button"
          role="switch"
          aria-checked={states.includes(state)}
          aria-label={`${label}: tell ${state}`}
          data-state={state}
          className={css.state}
          disabled={disabled}
          onClick={() => toggle(state)}
        >
          <StateShape state={state} size={8} />
          {state}
        </button>
      ))}
    </div>
  )
}
