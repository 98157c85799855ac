import type { PoolClient } from 'pg'
import type { Sent } from '#bench/events/load.ts'

/** Rows of one statement; PostgreSQL takes 65,535 parameters at most. */
const ROWS = 1_000
const COLUMNS = 8

/** Events a second by plain multi-row inserts into a table without an index, over one connection. */
export async function insertBare(client: PoolClient, events: readonly Sent[]): Promise<number> {
  await client.query('drop table if exists bare')
  await client.query(
    `create table bare (type text, id text, uid text, host text, pid integer, started timestamptz, at timestamptz, traits jsonb)`,
  )
  const started = performance.now()
  for (let i = 0; i < events.length; i += ROWS) {
    const some = events.slice(i, i + ROWS)
    await client.query({
      name: `bare ${some.length}`,
      text: `insert into bare values ${some.map((_, row) => placesOf(row)).join(',')}`,
      values: some.flatMap(valuesOf),
    })
  }
  return events.length / ((performance.now() - started) / 1000)
}

const placesOf = (row: number) =>
  `(${Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`).join(',')})`

const valuesOf = ({ type, id, uid, host, pid, start, end, body }: Sent) => [
  ...[type, id, uid, host, pid],
  ...[new Date(start * 1000), new Date(end * 1000), JSON.stringify(body)],
]
