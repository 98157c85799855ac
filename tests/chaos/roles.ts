import { join } from 'node:path'
import { SECRET } from '#bench/parts/role.ts'
import type { Diary } from '#tests/chaos/diary.ts'
import { openFakeClock } from '#tests/chaos/machine/faketime.ts'
import { type Line, openLine, type Target } from '#tests/chaos/machine/line.ts'
import { type Kept, keep } from '#tests/chaos/machine/role.ts'
import { listenersAt } from '#tests/listeners.ts'

const MAIN = join(import.meta.dirname, '../../lib/roles/main.ts')
const RELAY = join(import.meta.dirname, 'machine/relay.ts')
/** Away from what else runs on this machine: nothing takes the ports of a role that was killed. */
export const HOST = `127.${1 + (process.pid % 250)}.${(process.pid >> 8) % 250}.7`
/** Lets the pages say what is wrong. */
export const TOKEN = 'the-token-of-the-chaos'
export const PORTS = {
  ...{ web: 13_000, http: 18_890, syslog: 15_514, statsd: 18_125, blueox: 13_514 },
  ...{ gottwall: 18_897, relay: 28_890 },
}

interface Means {
  databaseUrl: string
  /** empty: there is none */
  redisUrl: string
  natsUrl: string
  /** of the project that the relay sends for */
  key: string
  /** where the data are, and where what is printed goes */
  data: string
  folder: string
  withPages: boolean
  diary: Diary
}

/** All roles and a relay, each a process of its own with its own line to the database; that of the relay goes to the intake. */
export async function startRoles(means: Means) {
  const { databaseUrl, redisUrl, natsUrl, key, data, folder, withPages, diary } = means
  const roles: Kept[] = []
  const lines = new Map<string, Line>()

  async function lineOf(name: string, to: Target): Promise<number> {
    const line = await openLine(to)
    lines.set(name, line)
    return line.port
  }

  const start = (name: string, args: [string, ...string[]], env: Record<string, string>) =>
    roles.push(
      keep({
        ...{ name, args, log: join(folder, `${name}.log`) },
        env: { BELFRY_DATA: data, ...SETTINGS, ...env },
        ended: how => void diary.note(`${name} ended by itself (${how})`),
      }),
    )

  /** What intakes take from, each over one line that all of them share. */
  async function behindLines(urls: Readonly<Record<string, string>>) {
    const settings: Record<string, string> = {}
    for (const [setting, text] of Object.entries(urls)) {
      const url = URL.parse(text)
      const name = `the intakes to ${setting === 'NATS_URL' ? 'NATS' : 'Redis'}`
      if (url) url.port = String(await lineOf(name, { host: url.hostname, port: Number(url.port) }))
      settings[setting] = url?.href ?? ''
    }
    return settings
  }

  async function startRole(name: string, role: string, env: Record<string, string> = {}) {
    const url = new URL(databaseUrl)
    url.port = String(await lineOf(name, { host: url.hostname, port: Number(url.port) }))
    start(name, [MAIN, role], { DATABASE_URL: url.href, ...env })
  }

  const fakeClock = openFakeClock(join(folder, 'clock of engine 2'))
  const sources = await behindLines({ REDIS_URL: redisUrl, NATS_URL: natsUrl })
  await startRole('engine 1', 'engine')
  await startRole('engine 2', 'engine', fakeClock?.env)
  await startRole('intake', 'intake', { ...LISTENERS, ...sources })
  await startRole('intake 2', 'intake', sources)
  if (withPages) await startRole('web', 'web')
  const centre = await lineOf('relay', { host: HOST, port: PORTS.http })
  start('relay', [RELAY, ...relayOptions(centre, key), '--spool', join(data, 'spool')], {
    BELFRY_INTAKE_HTTP: String(PORTS.relay),
  })
  return { roles, lines, fakeClocks: new Map(fakeClock && [['engine 2', fakeClock]]) }
}

const relayOptions = (port: number, key: string) =>
  ['--url', `http://127.0.0.1:${port}`, '--key', key, '--status', 'off'] as const

const LISTENERS = {
  BELFRY_INTAKE_HTTP: String(PORTS.http),
  BELFRY_INTAKE_SYSLOG: String(PORTS.syslog),
  BELFRY_INTAKE_STATSD: String(PORTS.statsd),
  BELFRY_INTAKE_BLUEOX: String(PORTS.blueox),
  BELFRY_INTAKE_TCP: String(PORTS.gottwall),
  BELFRY_INTAKE_UDP: String(PORTS.gottwall),
}

const SETTINGS = {
  ...{ BELFRY_SECRET: SECRET, BELFRY_LOG: 'warn', BELFRY_CONFIG: '', BELFRY_TOKEN: TOKEN },
  ...{ BELFRY_HOST: HOST, PORT: String(PORTS.web) },
  ...listenersAt('off'),
}
