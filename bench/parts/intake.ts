import { once } from 'node:events'
import { createServer } from 'node:net'
import { type StartedRole, startRole } from '#bench/parts/role.ts'

/** What listens, by the setting of its port. */
export type ListenerSetting =
  | 'BELFRY_INTAKE_HTTP'
  | 'BELFRY_INTAKE_SYSLOG'
  | 'BELFRY_INTAKE_STATSD'
  | 'BELFRY_INTAKE_BLUEOX'
  | 'BELFRY_INTAKE_CONTROL'
  | 'BELFRY_INTAKE_TCP'
  | 'BELFRY_INTAKE_UDP'

export interface Intake extends StartedRole {
  portOf(setting: ListenerSetting): number
}

/** The role `intake`, with these listeners. */
export const startIntake = (...settings: ListenerSetting[]): Promise<Intake> =>
  startIntakeWith({}, ...settings)

/** The same with more of the environment. */
export async function startIntakeWith(
  env: Record<string, string>,
  ...settings: ListenerSetting[]
): Promise<Intake> {
  const ports = new Map<ListenerSetting, number>()
  for (const setting of settings) ports.set(setting, await freePort())
  const role = await startRole('intake', {
    BELFRY_INTAKE_HTTP: 'off',
    BELFRY_INTAKE_SYSLOG: 'off',
    BELFRY_INTAKE_TCP: 'off',
    BELFRY_INTAKE_UDP: 'off',
    BELFRY_INTAKE_STATSD: 'off',
    BELFRY_INTAKE_BLUEOX: 'off',
    BELFRY_INTAKE_CONTROL: 'off',
    ...Object.fromEntries([...ports].map(([setting, port]) => [setting, String(port)])),
    ...env,
  })
  return { ...role, portOf: setting => ports.get(setting) ?? 0 }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}
