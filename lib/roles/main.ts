import { readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { buildPages } from '#lib/roles/build.ts'
import { databaseUrl, prepareDatabase } from '#lib/roles/database.ts'
import { boundHeap } from '#lib/roles/heap.ts'
import type { Role, RoleName } from '#lib/roles/role.ts'

const roles: Record<RoleName, () => Promise<Role>> = {
  web: async () => (await import('#lib/roles/web.ts')).web,
  engine: async () => (await import('#lib/roles/engine.ts')).engine,
  intake: async () => (await import('#lib/roles/intake.ts')).intake,
}

/** How long a role may take to finish what it holds, once nobody is answered any more, before it is ended all the same. */
const STOP_LIMIT_MS = 8_000

await run(process.argv[2]).catch((error: unknown) => {
  if (error instanceof UserError) process.stderr.write(`${error.message}\n`)
  else log.fatal({ err: error }, reasonOf(error))
  process.exit(1)
})
process.exit(0)

async function run(name: string | undefined) {
  if (!name || !Object.hasOwn(roles, name))
    throw new UserError(`Name a role: npm run role -- ${Object.keys(roles).join('|')}`)

  boundHeap(name as RoleName)
  const env = readEnv()
  const url = databaseUrl(env)
  process.env.DATABASE_URL = url
  // Next tells its maker what it is used for unless it is told not to.
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  if (!process.send) await prepareAlone(name as RoleName, url)

  const role = await roles[name as RoleName]()
  const signal = stopSignal(STOP_LIMIT_MS + env.drainMs)
  await role({ env: { ...env, databaseUrl: url }, signal, ready })
}

/** What the supervisor does before it starts a role, for one that is started by itself. */
async function prepareAlone(name: RoleName, url: string) {
  if (!process.env.BELFRY_DEV) Object.assign(process.env, { NODE_ENV: 'production' })
  const applied = await prepareDatabase(url)
  if (applied.length > 0) log.info(`Database: applied ${applied.join(', ')}`)
  const { giveKeys } = await import('#lib/roles/prepare.ts')
  await giveKeys(url)
  if (name === 'web' && !process.env.BELFRY_DEV) await buildPages(line => log.info(line))
}

function ready(line: string) {
  if (process.send) process.send({ ready: line })
  else log.info(line)
}

/** Aborts on SIGINT, SIGTERM, and when the supervisor that started this process is gone. */
function stopSignal(limitMs: number): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(1), limitMs).unref()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop)
  return controller.signal
}
