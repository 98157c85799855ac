import pg from 'pg'
import { insertExamples } from '#tests/seed-errors/examples.ts'
import { type Plan, plans } from '#tests/seed-errors/plans.ts'

/**
 * Fills a database with signatures, counts and examples, for looking at pages and for tests that need much data:
 * `node tests/seed-errors.ts postgres://… [signatures]`. The counts are the same every time, up to the present minute.
 */
export async function seedErrors(url: string, count = 41, now = new Date()): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`insert into project (name) values ('shop') on conflict do nothing`)
    const all = plans(count)
    const ids = await insertSignatures(client, all, now)
    await insertCounts(client, all, ids, now)
    await insertExamples(client, all, ids, now)
    await insertFacets(client, all, ids, now)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}

const MINUTE = 60_000
const FAR = 8 * 24 * 60

async function insertSignatures(client: pg.Client, all: Plan[], now: Date): Promise<number[]> {
  const ago = (minutes: number) => new Date(now.getTime() - minutes * MINUTE)
  const ids: number[] = []
  for (const it of all) {
    const { rows } = await client.query<{ id: number }>(
      `insert into signature (project_id, origin, template, first_message, name, state, muted_until, muted_above,
         resolved_at, regressed_at, regressed_release, level, first_seen, last_seen, ratio_count, ratio_mean, ratio_m2, root_id)
       values ((select id from project where name = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 200, 0.91, 0.8, 0)
       returning id`,
      [
        ...[it.project, it.origin, it.template, it.messages[0], it.name, it.state],
        it.state === 'muted' && !it.mutedAbove ? ago(-24 * 60) : null,
        it.mutedAbove ? JSON.stringify(it.mutedAbove) : null,
        it.state === 'resolved' ? ago(90) : it.regressed ? ago(300) : null,
        it.regressed ? ago(42) : null,
        it.regressed ? 'checkout@2.4.0' : null,
        ...[it.level, ago(it.firstMinutes), ago(it.lastMinutes)],
      ],
    )
    ids.push(rows[0]?.id ?? 0)
  }
  await client.query('update signature set root_id = id where root_id = 0')
  return ids
}

/** Every minute of the last day and every tenth of the week before, for each host; hours are their sums. */
async function insertCounts(client: pg.Client, all: Plan[], ids: number[], now: Date) {
  await client.query(
    `insert into error_host (project_id, name)
       select p.id, h from unnest($1::text[], $2::text[]) s(project, h) join project p on p.name = s.project
       group by 1, 2 on conflict do nothing`,
    [all.flatMap(it => it.hosts.map(() => it.project)), all.flatMap(it => it.hosts)],
  )
  const rows = all.flatMap((it, i) => it.hosts.map((host, h) => ({ it, id: ids[i], host, h })))
  await client.query(
    `insert into error_minute
     select s.id, date_trunc('minute', $1::timestamptz) - m * interval '1 minute', host.id, s.level,
       greatest(1, round(s.rate * case when m < 26 * 60 then 1 else 10 end
         * case s.shape when 'rising' then 0.35 + 2.4 * exp(-m / 14.0)
             when 'burst' then case when m between 25 and 36 then 9 else 0.4 end else 1 end
         * (0.45 + (abs(hashint4(s.id * 7919 + m * 31 + s.h)::bigint) % 1000) / 900.0))), p.id
     from unnest($2::int[], $3::text[], $4::text[], $5::int[], $6::float8[], $7::text[], $8::int[], $9::int[], $10::int[])
       s(id, project, host, level, rate, shape, first, last, h)
     join project p on p.name = s.project join error_host host on host.project_id = p.id and host.name = s.host
     cross join lateral generate_series(greatest(s.last, 0), least(s.first, ${FAR})) m
     where case when m < 26 * 60 then 1 else 0.1 end * least(1, s.rate * 4) * 1000
       > abs(hashint4(s.id * 104729 + m * 17 + s.h)::bigint) % 1000`,
    [
      now,
      rows.map(row => row.id),
      rows.map(row => row.it.project),
      rows.map(row => row.host),
      rows.map(row => row.it.level),
      rows.map(row => row.it.rate / row.it.hosts.length),
      rows.map(row => row.it.shape),
      rows.map(row => row.it.firstMinutes),
      rows.map(row => row.it.lastMinutes),
      rows.map(row => row.h),
    ],
  )
  await client.query(
    `insert into error_hour
       select signature_id, date_trunc('hour', at), host_id, level, sum(count), project_id from error_minute group by 1, 2, 3, 4, 6`,
  )
  await client.query(
    `insert into error_second
       select signature_id, least(at + (signature_id * 7 % 60) * interval '1 second', $1), sum(count), project_id
       from error_minute where at > $1::timestamptz - interval '26 hours' group by 1, 2, 4`,
    [now],
  )
  await client.query(
    `update signature set count = c.sum, last_seen = least(greatest(last_seen, c.last), $1)
     from (select signature_id, sum(count), max(at) as last from error_minute group by 1) c where signature_id = id`,
    [now],
  )
}

async function insertFacets(client: pg.Client, all: Plan[], ids: number[], now: Date) {
  const values = all.flatMap((it, i) => {
    const of = (facet: string, names: readonly string[]) =>
      names.map((name, k) => ({ id: ids[i], facet, name, share: 1 / (k + 1) }))
    return [...of('program', it.programs), ...of('release', it.releases)]
  })
  await client.query(
    `insert into error_facet
       select f.id, facet, value, greatest(1, round(s.count * share)), $1, s.project_id
       from unnest($2::int[], $3::text[], $4::text[], $5::float8[]) f(id, facet, value, share) join signature s on s.id = f.id`,
    [
      now,
      values.map(value => value.id),
      values.map(value => value.facet),
      values.map(value => value.name),
      values.map(value => value.share),
    ],
  )
  for (const [facet, value] of [
    ['host', '(select name from error_host where id = host_id)'],
    [
      'level',
      `(array['emergency','alert','critical','error','warning','notice','info','debug'])[level + 1]`,
    ],
  ])
    await client.query(
      `insert into error_facet
         select signature_id, $1, ${value}, sum(count), max(at), project_id from error_minute group by 1, 2, 3, 6`,
      [facet],
    )
}

if (import.meta.main) {
  const [url, count] = process.argv.slice(2)
  if (!url)
    throw new Error('Name the database: node tests/seed-errors.ts postgres://… [signatures]')
  await seedErrors(url, count ? Number(count) : undefined)
}
