import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Seals what a benchmark puts into its database. */
export const SECRET = 'the secret of a benchmark'

/** What listens, by the setting of its port. */
export type ListenerSetting =
  | 'BELFRY_INTAKE_HTTP'
  | 'BELFRY_INTAKE_SYSLOG'
  | 'BELFRY_INTAKE_STATSD'
  | 'BELFRY_INTAKE_BLUEOX'
  | 'BELFRY_INTAKE_CONTROL'
  | 'BELFRY_INTAKE_TCP'
  | 'BELFRY_INTAKE_UDP'

export interface Intake {
  portOf(setting: ListenerSetting): number
  /** processor time so far, in seconds; 0 where the system does not tell (it does on Linux) */
  cpuSeconds(): number
  /** Throws when it has ended. */
  check(): void
  stop(): Promise<void>
}

/** The role `intake` as the supervisor starts it, on the database of `DATABASE_URL`, with these listeners. */
export async function startIntake(...settings: ListenerSetting[]): Promise<Intake> {
  const ports = new Map<ListenerSetting, number>()
  for (const setting of settings) ports.set(setting, await freePort())
  const role = fork(join(import.meta.dirname, '../../lib/roles/main.ts'), ['intake'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      BELFRY_SECRET: SECRET,
      BELFRY_LOG: 'warn',
      BELFRY_INTAKE_HTTP: 'off',
      BELFRY_INTAKE_SYSLOG: 'off',
      ...{
        BELFRY_INTAKE_TCP: 'off',
        BELFRY_INTAKE_UDP: 'off',
        BELFRY_INTAKE_STATSD: 'off',
        BELFRY_INTAKE_BLUEOX: 'off',
        BELFRY_INTAKE_CONTROL: 'off',
      },
      REDIS_URL: '',
      ...Object.fromEntries([...ports].map(([setting, port]) => [setting, String(port)])),
    },
  })
  const check = () => {
    if (role.exitCode !== null) throw new Error(`the intake ended with ${role.exitCode}`)
  }
  await Promise.race([once(role, 'message'), once(role, 'exit')])
  check()
  return {
    portOf: setting => ports.get(setting) ?? 0,
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

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
