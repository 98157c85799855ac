import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLE_FLAGS } from '#lib/roles/flags.ts'
import type { RoleName } from '#lib/roles/role.ts'

/** Seals what a benchmark puts into its database. */
export const SECRET = 'the secret of a benchmark'

export interface StartedRole {
  /** processor time so far, in seconds; 0 where the system does not tell (it does on Linux) */
  cpuSeconds(): number
  /** Throws when it has ended. */
  check(): void
  stop(): Promise<void>
}

/** A role as the supervisor starts it, on the database of `DATABASE_URL`. */
export async function startRole(
  name: RoleName,
  env: Record<string, string> = {},
): Promise<StartedRole> {
  const role = fork(join(import.meta.dirname, '../../lib/roles/main.ts'), [name], {
    execArgv: ROLE_FLAGS,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      MALLOC_ARENA_MAX: '1',
      BELFRY_SECRET: SECRET,
      BELFRY_LOG: 'warn',
      REDIS_URL: '',
      NATS_URL: '',
      ...env,
    },
  })
  const check = () => {
    if (role.exitCode !== null) throw new Error(`the ${name} ended with ${role.exitCode}`)
  }
  await Promise.race([once(role, 'message'), once(role, 'exit')])
  check()
  return {
    cpuSeconds: () => cpuSeconds(role.pid),
    check,
    async stop() {
      if (role.exitCode !== null) return
      const ended = once(role, 'exit')
      role.disconnect()
      await ended
    },
  }
}

/** The 14th and 15th field are the time in user and system mode, in hundredths of a second (proc(5)). */
function cpuSeconds(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`
  if (!existsSync(file)) return 0
  const fields = readFileSync(file, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
