import { db } from '#lib/db/client.ts'
import { CHECKS, PASSED } from '#lib/streams/statistics/tally.ts'
import type { TriggerId } from '#lib/streams/triggers/data.ts'

export interface TriggerStatistics {
  /** what it did, in Winchester's words */
  counters: Record<string, number>
  /** what was looked at, at debug level 1 and 2 */
  criteria: CriteriaStatistics[]
}

export interface CriteriaStatistics {
  criteria: string
  checks: number
  passed: number
  /** at debug level 2: why the others did not meet them, the most frequent first */
  reasons: Record<string, number>
}

/** What was counted of a trigger in the minutes of this time. */
export async function statisticsOf(
  triggerId: TriggerId,
  { from, to }: { from: Date; to: Date },
): Promise<TriggerStatistics> {
  const rows = await db().$queryRaw<{ criteria: string; name: string; count: number }[]>`
    select criteria, name, sum(count)::float8 as count from trigger_statistic
    where trigger_id = ${triggerId}::int and minute >= date_trunc('minute', ${from}::timestamptz)
      and minute < ${to}::timestamptz
    group by 1, 2 order by 1, 3 desc, 2`
  const counters: TriggerStatistics['counters'] = {}
  const looked = new Map<string, CriteriaStatistics>()
  for (const { criteria, name, count } of rows) {
    if (criteria === '') counters[name] = count
    else noteIn(looked, criteria, name, count)
  }
  return { counters, criteria: [...looked.values()] }
}

function noteIn(
  looked: Map<string, CriteriaStatistics>,
  criteria: string,
  name: string,
  count: number,
) {
  const found = looked.get(criteria) ?? { criteria, checks: 0, passed: 0, reasons: {} }
  looked.set(criteria, found)
  if (name === CHECKS) found.checks = count
  else if (name === PASSED) found.passed = count
  else found.reasons[name] = count
}
