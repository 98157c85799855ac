import type { Policy } from '#lib/monitors/schema.ts'
import type { StateName } from '#lib/plugin.ts'

/**
 * Whether alerts are told once more while a monitor stays bad: `afterMinutes` after the last time,
 * or at once when they never were. Null minutes: never.
 */
export function isDueAgain(
  state: StateName,
  lastToldAt: Date | null,
  afterMinutes: number | null,
  now: Date,
): boolean {
  if (afterMinutes === null || (state !== 'ALARM' && state !== 'ERROR')) return false
  return lastToldAt === null || now.getTime() - lastToldAt.getTime() >= afterMinutes * 60_000
}

/** Whether alerts are told that a run went well although nothing changed. One bad run of a monitor that is OK is silence. */
export const isSignOfLife = (
  state: StateName,
  outcome: StateName | null,
  { everyOk }: Pick<Policy, 'everyOk'>,
): boolean => everyOk && state === 'OK' && outcome === 'OK'
