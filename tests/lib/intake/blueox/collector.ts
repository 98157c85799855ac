import { readEnv } from '#lib/env.ts'
import type { Event } from '#lib/events/event.ts'
import type { StoredListener } from '#lib/events/intake/contract.ts'
import { openBlueox } from '#lib/intake/blueox/open.ts'
import type { Listener, ListenerContext } from '#lib/intake/listener.ts'
import { log } from '#lib/log.ts'
import { lookUps } from '#lib/projects/look-ups.ts'
import { type Project, projectInput } from '#lib/projects/schema.ts'
import { noErrors, noEvents, noMetrics, noNotifications } from '#tests/lib/intake/nothing.ts'

interface Settings {
  claims?: object
  env?: Record<string, string>
  means?: Partial<ListenerContext>
}

/** BlueOx's listener on free ports, with two projects, in memory: what is taken counts as stored when `store` says so. */
export async function openCollector({ claims = {}, env = {}, means = {} }: Settings = {}) {
  const taken: { project: string; event: Event }[] = []
  const dropped: { project: string; reason: string }[] = []
  const listeners = new Set<StoredListener>()
  const gate: { room: Promise<void> | undefined } = { room: undefined }
  const project = (id: number, name: string, own = {}): Project => ({
    id,
    ...projectInput.parse({ name, claims: own }),
  })
  const projects = [project(1, 'default'), project(3, 'shop', claims)]
  const context: ListenerContext = {
    env: readEnv({
      ...{ NODE_ENV: 'test', BELFRY_INTAKE_BLUEOX: '0', BELFRY_INTAKE_CONTROL: '0' },
      ...env,
    }),
    intake: noErrors,
    metrics: noMetrics,
    notifications: noNotifications,
    events: {
      ...noEvents,
      offer: ({ name }, _, event) => taken.push({ project: name, event }) > 0,
      drop: ({ name }, _, reason) => void dropped.push({ project: name, reason }),
      room: () => gate.room,
      onStored(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    directory: {
      ...lookUps(projects, []),
      used: () => {},
      onChange: () => () => {},
      close: async () => {},
    },
    log: log.child({}, { level: 'silent' }),
    ...means,
  }
  const listener = (await openBlueox(context)) as Listener
  const info = () => listener.info?.().blueox ?? {}
  return {
    ...{ taken, dropped, gate, line: listener.line },
    port: Number(info().port),
    control: Number(info().control),
    stream: Number(info().stream),
    watchers: () => Number(info().watchers),
    /** Tells that events of a project were stored. */
    store(events: Event[], id = 1) {
      const owner = projects.find(one => one.id === id)
      for (const listener of listeners) if (owner) listener(owner, events)
    },
    close: () => listener.close(),
  }
}

export type Collector = Awaited<ReturnType<typeof openCollector>>

export const anEvent = (fields: Partial<Event> = {}): Event => ({
  ...{ type: 'request', id: 'tree', uid: undefined, host: 'web01', pid: 12 },
  ...{ start: 1_400_000_000, at: 1_400_000_000.25, isTimed: true, traits: '{"foo":true}' },
  ...fields,
})
