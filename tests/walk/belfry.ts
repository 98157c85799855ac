import { freshDatabase } from '#tests/database.ts'
import { buildOnce, freePort, launch } from '#tests/flows/product.ts'
import { until } from '#tests/until.ts'
import { asking } from '#tests/walk/asking.ts'
import { type BuiltAction, readBuilt } from '#tests/walk/built.ts'
import { type Caller, makeCallers } from '#tests/walk/callers.ts'

/** Stands for whatever a path names: there is nothing, so that what is let in changes nothing either. */
const NOTHING = '2000000000'
/** What no form and no command looks like. */
const NONSENSE = '{"nonsense":true}'

export type WalkedBelfry = Awaited<ReturnType<typeof makeBelfry>>

/** The built pages and routes on a database of their own, and everybody who may ask them. */
export async function makeBelfry() {
  await buildOnce()
  const database = await freshDatabase()
  const port = await freePort()
  const product = launch({
    port,
    command: [process.execPath, 'lib/roles/main.ts', 'web'],
    env: {
      ...{ DATABASE_URL: database.url, BELFRY_SECRET: process.env.BELFRY_SECRET ?? '' },
      ...{ NODE_ENV: 'production', BELFRY_PROXIES: '127.0.0.1' },
    },
  })
  const { ask, close } = asking(product.url)
  await until(() => {
    if (product.process.exitCode !== null) throw new Error(`it ended: ${product.output()}`)
    return ask({ path: '/api/health' }).then(
      () => true,
      () => false,
    )
  })
  const callers = await makeCallers(database.db, product.url)

  return {
    url: product.url,
    database,
    built: readBuilt(),
    callers,
    /** one who is nobody and one of each role, for what is asked very often */
    few: callers.filter(({ name }) => name === 'nobody' || name.startsWith('a session, ')),
    ask,
    askRoute: (method: string, path: string, { headers }: Caller) =>
      ask({
        ...{ method, path: filled(path) },
        ...(method === 'GET' || method === 'HEAD'
          ? { headers }
          : { headers: { 'content-type': 'application/json', ...headers }, body: NONSENSE }),
      }),
    askPage: (path: string, { headers }: Caller) => ask({ path: filled(path), headers }),
    async askPart(path: string, { headers }: Caller) {
      const part = { path: filled(path), headers: { ...headers, ...PART } }
      const answer = await ask(part)
      // Next wants what it varies by in the address as well, and says how.
      return answer.location.includes('_rsc=') ? ask({ ...part, path: answer.location }) : answer
    },
    askAction: ({ id, page }: BuiltAction, { headers, origin }: Caller & { origin?: string }) =>
      ask({
        ...{ method: 'POST', path: filled(page), body: `[${NONSENSE}]` },
        headers: {
          ...{ 'content-type': 'text/plain;charset=UTF-8', 'next-action': id, ...headers },
          ...(origin !== undefined && { origin }),
        },
      }),
    async close() {
      await close()
      await product.stop()
      await database.close()
    },
  }
}

/** Says that the browser has the layouts of all signed-in pages already, and nothing below them. */
const PART = {
  rsc: '1',
  'next-router-state-tree': encodeURIComponent(
    JSON.stringify(['', { children: ['(signed-in)', { children: ['nothing', {}] }] }, null, null]),
  ),
}

const filled = (path: string) =>
  path.replace('[...step]', 'signin/google').replaceAll(/\[.*?\]/g, NOTHING)
