import type { PoolClient } from 'pg'

/** What came in, by project, input and what became of it. */
export type Arrivals<Input = string, Outcome = string> = Map<
  number,
  Map<Input, Map<Outcome, number>>
>

export function note<I, O>(
  arrivals: Arrivals<I, O>,
  projectId: number,
  input: I,
  outcome: O,
  by = 1,
): void {
  const outcomes = entry(entry(arrivals, projectId), input)
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + by)
}

/** A copy to count on, of what may have to be written again. */
export const copyOf = <I, O>(arrivals: Arrivals<I, O>): Arrivals<I, O> =>
  new Map(
    [...arrivals].map(([project, inputs]) => [
      project,
      new Map([...inputs].map(([input, outcomes]) => [input, new Map(outcomes)])),
    ]),
  )

/** The map that stands under a key, made when there is none. */
export function entry<K, I, V>(map: Map<K, Map<I, V>>, key: K): Map<I, V> {
  const known = map.get(key)
  if (known) return known
  const made = new Map<I, V>()
  map.set(key, made)
  return made
}

/** Adds what came in, by the minute, inside the caller's transaction. */
export async function writeArrivals(client: PoolClient, arrivals: Arrivals): Promise<void> {
  // In the order of the projects' numbers, as everything that locks several projects does.
  for (const [projectId, inputs] of [...arrivals].sort(([a], [b]) => a - b)) {
    const rows = [...inputs].flatMap(([input, outcomes]) =>
      [...outcomes].map(([outcome, n]) => [input, outcome, n] as const),
    )
    await client.query(ADD_ARRIVALS, [
      projectId,
      rows.map(([input]) => input),
      rows.map(([, outcome]) => outcome),
      rows.map(([, , n]) => n),
    ])
  }
}

/** A project that was deleted meanwhile has no counts any more. */
const ADD_ARRIVALS = {
  name: 'intake: add arrivals',
  text: `
  insert into intake_count as t (project_id, minute, input, reason, count)
  select $1, date_trunc('minute', now()), f.* from unnest($2::text[], $3::text[], $4::bigint[]) as f(input, reason, n)
  where exists (select from project where id = $1) order by 3, 4
  on conflict (minute, project_id, input, reason) do update set count = t.count + excluded.count`,
}
