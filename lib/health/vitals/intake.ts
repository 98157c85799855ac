import { TAKEN } from '#lib/projects/intake/schema.ts'
import type { Queryable } from '#lib/transaction.ts'

/** How many of what came in by an input came to what; anything but `TAKEN` was dropped, for that reason. */
export interface IntakeCount {
  input: string
  outcome: string
  count: number
}

/** What came in within the last whole minutes, of all projects. */
export async function readIntake(client: Queryable, minutes: number): Promise<IntakeCount[]> {
  const { rows } = await client.query<IntakeCount>(
    `select input, reason as outcome, sum(count)::float8 as count from intake_count
     where minute >= date_trunc('minute', now()) - make_interval(mins => $1)
       and minute < date_trunc('minute', now())
     group by 1, 2 order by 1, 2`,
    [minutes],
  )
  return rows
}

export const isTaken = ({ outcome }: IntakeCount) => TAKEN.includes(outcome)

export const sumOf = (counts: readonly IntakeCount[]) =>
  counts.reduce((sum, { count }) => sum + count, 0)

/** A row of the history stands for what was counted until so long before it: by then every transaction has ended. */
const BEHIND_SECONDS = 120

/**
 * What came in since ever: what the newest row of the history stands for, and what was counted since. It never falls,
 * though counts by the minute are not kept for ever. With `at`, the time of a new row, what that row is to stand for.
 */
export async function readIntakeTotals(client: Queryable, at?: Date): Promise<IntakeCount[]> {
  const { rows } = await client.query<IntakeCount>(TOTALS, [BEHIND_SECONDS, at ?? null])
  return rows
}

const TOTALS = `
  with last as (select at, intake from vital order by at desc limit 1),
  counted as (
    select i.key as input, o.key as outcome, o.value::numeric as count
    from last, jsonb_each(last.intake) i, jsonb_each_text(i.value) o
    union all
    select input, reason, count from intake_count
    where minute >= coalesce((select at - make_interval(secs => $1) from last), '-infinity')
      and minute < coalesce($2::timestamptz - make_interval(secs => $1), 'infinity'))
  select input, outcome, sum(count)::float8 as count from counted group by 1, 2 order by 1, 2`
