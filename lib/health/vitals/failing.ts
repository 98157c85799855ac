import type { Queryable } from '#lib/transaction.ts'

/** Jobs of one kind that failed and were not done since. */
export interface Failing {
  task: string
  /** how often the worst of them was tried */
  attempts: number
  /** how many are not tried again */
  givenUp: number
}

export async function readFailing(client: Queryable): Promise<Failing[]> {
  const { rows } = await client.query<Failing>(`
    select task_identifier as task, max(attempts)::int as attempts,
      count(*) filter (where attempts >= max_attempts)::int as "givenUp"
    from graphile_worker.jobs where last_error is not null and attempts > 0
    group by 1 order by 1`)
  return rows
}
