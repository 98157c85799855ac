import { readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { runningServerUrl } from '#lib/roles/postgres.ts'
import type { Role, RoleName } from '#lib/roles/role.ts'

const roles: Record<RoleName, () => Promise<Role>> = {
  web: async () => (await import('#lib/roles/web.ts')).web,
  engine: async () => (await import('#lib/roles/engine.ts')).engine,
}

/** How long a role may take to finish what it holds before it is ended all the same. */
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

  const env = readEnv()
  const url = env.databaseUrl ?? runningServerUrl(env.dataFolder)
  if (!url)
    throw new UserError('There is no database: set DATABASE_URL, or run everything with npm start.')
  process.env.DATABASE_URL = url

  const role = await roles[name as RoleName]()
  await role({ env: { ...env, databaseUrl: url }, signal: stopSignal(), ready })
}

function ready(line: string) {
  if (process.send) process.send({ ready: line })
  else log.info(line)
}

/** Aborts on SIGINT, SIGTERM, and when the supervisor that started this process is gone. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) return
    controller.abort()
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop).on('disconnect', stop)
  return controller.signal
}
