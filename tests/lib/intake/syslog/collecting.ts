import { readEnv } from '#lib/env.ts'
import type { DropReason, ErrorIntake } from '#lib/errors/contract.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Listener, ListenerContext, OpenListener } from '#lib/intake/listener.ts'
import { openSyslog } from '#lib/intake/syslog/open.ts'
import { log } from '#lib/log.ts'
import { lookUps } from '#lib/projects/look-ups.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'
import { noEvents, noMetrics, noNotifications } from '#tests/lib/intake/nothing.ts'

/** A listener on a free port whose events are collected instead of counted. */
export interface Collecting {
  listener: Listener
  port: number
  events: (ErrorEvent & { project: string })[]
  drops: { reason: DropReason; count: number; project: string }[]
  close(): Promise<void>
}

const project = (id: number, name: string, claims = {}): Project => ({
  ...projectInput.parse({ name, claims }),
  id,
})

export async function collecting(
  options: { open?: OpenListener; env?: Record<string, string>; claims?: object } = {},
): Promise<Collecting> {
  const { open = openSyslog, env = {}, claims = {} } = options
  const events: Collecting['events'] = []
  const drops: Collecting['drops'] = []
  const intake: ErrorIntake = {
    accept: async () => [],
    offer: ({ name }, _, event) => events.push({ ...event, project: name }) > 0,
    room: () => undefined,
    drop: ({ name }, _, reason, count = 1) => void drops.push({ reason, count, project: name }),
    close: async () => {},
  }
  const context: ListenerContext = {
    env: readEnv({ NODE_ENV: 'test', BELFRY_INTAKE_SYSLOG: '0', ...env }),
    intake,
    metrics: noMetrics,
    events: noEvents,
    notifications: noNotifications,
    directory: {
      ...lookUps([project(1, 'default'), project(3, 'claiming', claims)], []),
      used: () => {},
      onChange: () => () => {},
      close: async () => {},
    },
    log,
  }
  const listener = await open(context)
  if (!listener) throw new Error('there is no listener')
  const [info] = Object.values(listener.info?.() ?? {})
  return { listener, port: Number(info?.port), events, drops, close: () => listener.close() }
}
