import type { Pool, PoolClient } from 'pg'
import { openPool } from '#lib/db/client.ts'
import { reclassify } from '#lib/errors/reclassify/work.ts'

const COMMITTED = 8

/** Works off a reclassification one error at a time and hangs within a transaction: `node stuck-worker.ts URL ID`. */
const [url = '', id = ''] = process.argv.slice(2)
const pool = openPool(url)
let opened = 0
const stuck = {
  query: pool.query.bind(pool),
  async connect() {
    const client = await pool.connect()
    return ++opened > COMMITTED ? hangingAtCommit(client) : client
  },
}
// No other method of a pool is called.
await reclassify(stuck as unknown as Pool, Number(id), new AbortController().signal, 1)

function hangingAtCommit(client: PoolClient) {
  const query = client.query.bind(client) as (...all: unknown[]) => Promise<unknown>
  return {
    release: () => client.release(),
    query: (text: string, ...rest: unknown[]) =>
      text === 'commit' ? new Promise(() => {}) : query(text, ...rest),
  }
}
