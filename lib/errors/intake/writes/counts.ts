import type { PoolClient } from 'pg'
import type { Sum } from '#lib/errors/intake/record.ts'
import { hostOf, levelOf } from '#lib/errors/intake/tally.ts'
import { numbers } from '#lib/errors/intake/writes/arrays.ts'

/** Counts per second, and per minute and hour by host and level. */
export async function writeCounts(
  client: PoolClient,
  projectId: number,
  sums: readonly Sum[],
): Promise<void> {
  const seconds = sums.flatMap(({ signatureId, tally }) =>
    [...tally.seconds].map(([second, n]) => [signatureId, second, n]),
  )
  await client.query(ADD_SECONDS, [projectId, ...columns(seconds, 3)])

  const cells = sums.flatMap(({ signatureId, tally, hosts }) =>
    [...tally.minutes].flatMap(([minute, of]) =>
      [...of].map(([cell, n]) => [signatureId, minute, hosts.idOf(hostOf(cell)), levelOf(cell), n]),
    ),
  )
  await client.query(ADD_MINUTES, [projectId, ...columns(cells, 5)])
}

const columns = (rows: readonly number[][], width: number) =>
  Array.from({ length: width }, (_, i) => numbers(rows.map(row => row[i] ?? 0)))

const ADD_SECONDS = {
  name: 'intake: add seconds',
  text: `
  insert into error_second as t (project_id, signature_id, at, count)
  select $1, id, to_timestamp(second), n from unnest($2::int[], $3::float8[], $4::bigint[]) as f(id, second, n)
  on conflict (signature_id, at, project_id) do update set count = t.count + excluded.count`,
}

/** Beyond the limit many hosts are host 0. */
const ADD_MINUTES = {
  name: 'intake: add minutes',
  text: `
  with f as (
    select id, minute, host, level, sum(n) as n
    from unnest($2::int[], $3::int[], $4::int[], $5::smallint[], $6::bigint[]) as f(id, minute, host, level, n)
    group by 1, 2, 3, 4),
  minutes as (
    insert into error_minute as t (project_id, signature_id, at, host_id, level, count)
    select $1, id, to_timestamp(minute * 60::float8), host, level, n from f
    on conflict (signature_id, at, host_id, level, project_id) do update set count = t.count + excluded.count)
  insert into error_hour as t (project_id, signature_id, at, host_id, level, count)
  select $1, id, to_timestamp((minute / 60) * 3600::float8), host, level, sum(n) from f group by 1, 2, 3, 4, 5
  on conflict (signature_id, at, host_id, level, project_id) do update set count = t.count + excluded.count`,
}
