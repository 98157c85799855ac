import { db } from '#lib/db/client.ts'
import type { StateName } from '#lib/plugin.ts'

export type StateCounts = Record<StateName, number>

/** How many monitors are in each state. */
export async function monitorCounts(): Promise<StateCounts> {
  const groups = await db().monitor.groupBy({ by: ['state'], _count: true })
  const counts: StateCounts = { OK: 0, ALARM: 0, ERROR: 0, INACTIVE: 0 }
  for (const { state, _count } of groups) counts[state] = _count
  return counts
}
