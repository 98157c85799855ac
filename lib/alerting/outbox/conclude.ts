import type { Pool, PoolClient } from 'pg'
import type { Claim } from '#lib/alerting/outbox/lease.ts'
import { type Outbox, tellChanged, wakeFor } from '#lib/alerting/outbox/outbox.ts'
import type { Attempt } from '#lib/alerting/send.ts'
import { inTransaction } from '#lib/transaction.ts'

/** An attempt that has ended. */
export interface Ended {
  claim: Claim
  attempt: Attempt
  /** milliseconds until it is tried again, unless it was taken; null: never */
  waitMs: number | null
}

/** `null`: deleted, or another process's affair by now. */
export type Became = 'sent' | 'queued' | 'superseded' | 'dead' | null

/**
 * Records attempts and what becomes of their rows, in one transaction; answers that in their order. A claim that ran out may have
 * gone to another process, whose word then counts; but what was taken by the other side is sent, whoever sent it.
 */
export async function conclude(
  pool: Pool,
  box: Outbox,
  ended: readonly Ended[],
): Promise<Became[]> {
  const became = await inTransaction(pool, client => write(client, box, ended, 'skip locked'))
  // One that somebody holds, or is gone, is waited for alone: nobody waits for a row while holding others.
  for (const [i, one] of ended.entries())
    if (became[i] === null)
      [became[i] = null] = await inTransaction(pool, client => write(client, box, [one], ''))
  return became
}

async function write(
  client: PoolClient,
  box: Outbox,
  ended: readonly Ended[],
  locked: 'skip locked' | '',
): Promise<Became[]> {
  const column = <T>(of: (one: Ended) => T) => ended.map(of)
  const { rows } = await client.query<{ id: string; status: Exclude<Became, null> }>(
    concludeSql(box, locked),
    [
      column(({ claim }) => claim.id),
      column(({ claim }) => claim.attempts),
      column(({ waitMs }) => waitMs && waitMs / 1000),
      column(({ attempt }) => attempt.at),
      column(({ attempt }) => attempt.durationMs),
      column(({ attempt }) => attempt.ok),
      column(({ attempt }) => attempt.status),
      column(({ attempt }) => attempt.error),
    ],
  )
  const found = new Map(rows.map(({ id, status }) => [id, status]))
  await wakeFor(
    client,
    box,
    rows.filter(({ status }) => status === 'queued').map(({ id }) => id),
  )
  await tellChanged(client, box, [...found.keys()])
  return ended.map(({ claim }) => found.get(claim.id) ?? null)
}

const concludeSql = ({ table, log, replacement }: Outbox, locked: string) => `
  with ended as (
    select * from unnest($1::text[]::bigint[], $2::int[], $3::float8[], $4::timestamptz[], $5::int[], $6::bool[],
      $7::text[], $8::text[]) as e(id, attempts, wait, at, duration_ms, ok, status, error)),
  held as (
    select o.id, ${replacement} as replacement from ${table} o join ended e using (id)
    where o.status = 'queued'
      and (e.ok or o.attempts = e.attempts and o.claimed_until is not null)
    for update of o ${locked}),
  decided as (
    select e.*, case when e.ok then 'sent' when e.wait is null then 'dead'
      when replacement is not null then 'superseded' else 'queued' end::delivery_status as became, replacement
    from ended e join held using (id)),
  concluded as (
    update ${table} o set status = became, last_error = d.error, claimed_until = null,
      ${table === 'delivery' ? `superseded_by = case became when 'superseded' then replacement end,` : ''}
      next_attempt_at = case became when 'queued' then now() + make_interval(secs => wait) end,
      finished_at = case became when 'queued' then null else now() end
    from decided d where o.id = d.id),
  logged as (
    insert into ${log.table} (${log.of}, at, duration_ms, ok, status, error)
    select id, at, duration_ms, ok, status, error from decided)
  select id::text, became::text as status from decided`
