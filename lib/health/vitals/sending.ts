import type { Queryable } from '#lib/transaction.ts'

/** What is to be sent, by whoever sends it: deliveries of alerts, or posts of streams' webhooks. */
export interface Sending {
  waiting: number
  /** for how long the oldest of those has waited, since it was made */
  oldestSeconds: number
  /** given up within the last hour */
  died: number
  /** of all that are kept, those that were given up */
  dead: number
  /** those to whom something has been due for minutes, while nobody sends them anything */
  stuck: { to: string; due: number; seconds: number }[]
}

/** A receiver that asked to be left in peace is, for five minutes at most; whoever is sent nothing for longer is stuck. */
const STUCK_SECONDS = 360
/** Attempts that are looked through for one of a receiver: what is sent slowly is not stuck. */
const LATEST_ATTEMPTS = 5_000
/** As many are named at most. */
const NAMED = 20

export const readDeliveries = (client: Queryable): Promise<Sending> =>
  readSending(client, 'delivery', 'alert_id', '(select key from alert where id = "to")')

/** Lanes tell no more than the host, or the key of the alert. */
export const readPosts = (client: Queryable): Promise<Sending> =>
  readSending(client, 'post', 'lane', '"to"')

async function readSending(
  client: Queryable,
  table: string,
  receiver: string,
  named: string,
): Promise<Sending> {
  const { rows } = await client.query<Omit<Sending, 'stuck'>>(`
    select count(*)::int as waiting,
      coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as "oldestSeconds",
      (select count(*)::int from ${table}
        where status = 'dead' and finished_at > now() - interval '1 hour') as died,
      (select count(*)::int from ${table} where status = 'dead') as dead
    from ${table} where status = 'queued'`)
  const { rows: stuck } = await client.query<Sending['stuck'][number]>(
    `with tried as (
       select distinct o.${receiver} as "to" from (
         select ${table}_id as id, at from ${table}_attempt order by ${table}_attempt.id desc limit $3) latest
       join ${table} o on o.id = latest.id where latest.at > now() - make_interval(secs => $1))
     select ${named} as "to", due, seconds from (
       select ${receiver} as "to", bool_or(claimed_until > now()) as sending,
         count(*) filter (where next_attempt_at <= now())::int as due,
         extract(epoch from now() - min(next_attempt_at))::float8 as seconds
       from ${table} where status = 'queued' group by 1) waiting
     where sending is not true and seconds > $1 and "to" not in (select "to" from tried)
     order by seconds desc limit $2`,
    [STUCK_SECONDS, NAMED, LATEST_ATTEMPTS],
  )
  const [counts = { waiting: 0, oldestSeconds: 0, died: 0, dead: 0 }] = rows
  return { ...counts, stuck }
}
