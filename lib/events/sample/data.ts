import type { AddParameter } from '#lib/events/query/sql.ts'
import { conditionOf, newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { baseOf } from '#lib/events/sample/base.ts'
import { type Window, windowsOf } from '#lib/events/sample/windows.ts'

/** So many are looked at in two or three tenths of a second. */
export const MOST_LOOKED_AT = 100_000
const PIECES = 256
const PROBE = 1 / 16_384
/** A window that is shorter meets nothing any more. */
const LEAST_SHARE = 1 / 100_000

/**
 * Which share of the events of a question is looked at so that an answer comes soon: 1 of those that are few enough, less
 * of more. Found by counting in small parts of the range.
 */
export async function shareOf(question: Question, most = MOST_LOOKED_AT): Promise<number> {
  const { values, add } = newParameters()
  const base = { ...question, query: baseOf(question.query) }
  const [row] = await read<{ count: number }>(
    `select count(*)::int as count from ${eventsOf(base, { share: PROBE, pieces: PIECES }, add)}`,
    values,
    TERMS,
  )
  const all = (row?.count ?? 0) / PROBE
  return all <= most ? 1 : Math.max(most / all, LEAST_SHARE)
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
