import type { Pool, PoolClient, QueryConfig } from 'pg'

/** What goes wrong with the next commits, one after the other: the answer is lost, or the commit and the answer. */
export type Trouble = 'answer lost' | 'commit lost'

/** A pool whose database can be taken away, and whose connections break at the worst moment. */
export function unsteady(pool: Pool) {
  const state = { isAway: false, troubles: [] as Trouble[], commits: 0 }

  function breaking(client: PoolClient): PoolClient {
    const query = async (text: string | QueryConfig, values?: unknown[]) => {
      const trouble = text === 'commit' ? state.troubles.shift() : undefined
      if (trouble === 'commit lost') await client.query('rollback')
      if (trouble !== 'commit lost' && text === 'commit') state.commits++
      const answer = trouble === 'commit lost' ? undefined : await client.query(text, values)
      if (trouble) throw new Error('Connection terminated unexpectedly')
      return answer
    }
    return { query, release: () => client.release() } as unknown as PoolClient
  }

  const refused = () =>
    Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
  const broken = {
    connect: async () => (state.isAway ? refused() : breaking(await pool.connect())),
    query: (text: string, values?: unknown[]) =>
      state.isAway ? refused() : pool.query(text, values),
  }
  return { state, pool: broken as unknown as Pool }
}
