import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { Pool as HttpPool } from 'undici'

/**
 * The least that a change takes to be stored and told: a row and a notice committed over one connection, which hears its own notices
 * and posts for each, to the same receiver. Answers when each was committed, by its id, in milliseconds since 1970.
 */
export async function bareWay(
  pool: Pool,
  address: string,
  { count, everyMs }: { count: number; everyMs: number },
): Promise<Map<string, number>> {
  await pool.query(
    'create table if not exists bare (id uuid primary key default gen_random_uuid())',
  )
  const receiver = new HttpPool(address, { connections: 1, pipelining: 1 })
  const client = await pool.connect()
  const posts: Promise<unknown>[] = []
  client.on('notification', ({ payload = '' }) => {
    const headers = { 'belfry-delivery': payload, 'content-type': 'application/json' }
    const post = receiver.request({ path: '/', method: 'POST', headers, body: '{}' })
    posts.push(post.then(({ body }) => body.dump()))
  })
  await client.query('listen bare')
  for (let i = 0; i < count; i++) {
    await client.query(
      `with made as (insert into bare default values returning id) select pg_notify('bare', id::text) from made`,
    )
    await delay(everyMs)
  }
  await Promise.all(posts)
  await client.query('unlisten bare')
  client.removeAllListeners('notification')
  client.release()
  await receiver.close()
  const { rows } = await pool.query<{ id: string; at: number }>(
    `with gone as (delete from bare returning id::text, pg_xact_commit_timestamp(xmin) as at)
     select id, extract(epoch from at)::float8 * 1000 as at from gone`,
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}
