import type { AddParameter } from '#lib/events/query/sql.ts'
import { conditionOf, newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { baseOf } from '#lib/events/sample/base.ts'
import { type Window, windowsOf } from '#lib/events/sample/windows.ts'

/** So many are looked at in two or three tenths of a second. */
const MOST_LOOKED_AT = 100_000
const PIECES = 256
const PROBE = 1 / 4_096
/** A window that is shorter meets nothing any more. */
const LEAST_SHARE = 1 / 100_000

/**
 * Which share of the events of a question is looked at so that an answer comes soon: 1 of those that are few enough, less
 * of more. How many there are is counted in small parts of the range, which may miss a burst, and guessed by the planner,
 * which knows little of a day that has just begun; the greater number counts.
 */
export async function shareOf(question: Question, most = MOST_LOOKED_AT): Promise<number> {
  const base = { ...question, query: baseOf(question.query) }
  const all = Math.max(...(await Promise.all([counted(base), guessed(base)])))
  // Half of them would take nearly as long as all.
  return all <= 2 * most ? 1 : Math.max(most / all, LEAST_SHARE)
}

async function counted(base: Question): Promise<number> {
  const { values, add } = newParameters()
  const events = eventsOf(base, { share: PROBE }, add)
  const [row] = await read<{ count: number }>(
    `select count(*)::int as count from ${events}`,
    values,
    TERMS,
  )
  return (row?.count ?? 0) / PROBE
}

async function guessed(base: Question): Promise<number> {
  const { values, add } = newParameters()
  const [row] = await read<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(
    `explain (format json) select from ${eventsOf(base, { share: 1 }, add)}`,
    values,
  )
  return row?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

export interface Sample {
  share: number
  pieces?: number
}

/** For statements on a sample: the planner cannot know that the windows are small. */
export const TERMS = { settings: ['enable_seqscan = off', 'enable_material = off'] }

/** What stands after `from`: the events of a question, or those of them that lie in a sample's windows. */
export function eventsOf(
  question: Question,
  { share, pieces = PIECES }: Sample,
  add: AddParameter,
): string {
  const condition = conditionOf(question, add)
  if (share === 1) return `event e where ${condition}`
  const windows = windowsOf(secondsOf(question), pieces, share)
  const [froms, tos] = [windows.map(({ from }) => from), windows.map(({ to }) => to)]
  // The offset keeps the planner from looking through the events first and for their windows then.
  return `unnest(${add(froms)}::float8[], ${add(tos)}::float8[]) as part(since, until)
    cross join lateral (
      select e.* from event e
      where e.at >= to_timestamp(part.since) and e.at < to_timestamp(part.until) and ${condition} offset 0
    ) e where true`
}

const secondsOf = ({ from, to }: Question): Window => ({
  from: from.getTime() / 1000,
  to: to.getTime() / 1000,
})
