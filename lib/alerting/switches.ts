import type { StateName } from '#lib/plugin.ts'

/** In the order in which they are shown. */
export const STATES: readonly StateName[] = ['OK', 'ALARM', 'ERROR', 'INACTIVE']
export const DEFAULT_STATES: readonly StateName[] = ['OK', 'ALARM', 'ERROR']

interface Switches {
  /** the master switch */
  enabled: boolean
  /** the states whose switch is on */
  states: readonly StateName[]
}

/** The states an alert tells, in the order in which they are shown; none while it is switched off. */
export const statesTold = ({ enabled, states }: Switches): StateName[] =>
  enabled ? STATES.filter(state => states.includes(state)) : []

/** Whether an alert tells a change: only a change is told, and only by the switch of the new state. */
export const tells = (alert: Switches, from: StateName, to: StateName): boolean =>
  from !== to && statesTold(alert).includes(to)
