import type { PoolClient } from 'pg'
import { newId } from '#client/ids.ts'
import type { Input } from '#lib/errors/contract.ts'
import { type ErrorEvent, LEVELS } from '#lib/errors/event.ts'
import { jsonOf } from '#lib/errors/intake/json.ts'
import type { Event } from '#lib/events/event.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import type { Project } from '#lib/projects/schema.ts'

const DAY_MS = 86_400_000

/** Not bad enough to be an error, kept all the same: an event of type `log`. */
export interface Kept {
  project: Project
  input: Input
  event: ErrorEvent
}

export async function keepEvents(client: PoolClient, kept: readonly Kept[]): Promise<void> {
  const projects = Map.groupBy(kept, ({ project }) => project.id)
  for (const [id, items] of [...projects].sort(([a], [b]) => a - b))
    await storeEvents(client, id, items.map(eventOf))
}

function eventOf({ project, input, event }: Kept): Event {
  const at = timeOf(event.at, project)
  return {
    ...{ type: 'log', id: event.traceId ?? newId(event.at), uid: event.uid },
    ...{ host: event.host, pid: null, start: at, at, isTimed: true },
    traits: jsonOf(traitsOf(event, input)),
  }
}

/** In unix seconds; older ones than the project's events may be are kept as of today. */
function timeOf(at: number, { settings }: Project): number {
  const isOld = at < Date.now() - settings.events.pastDays * DAY_MS
  return (isOld ? Date.now() : at) / 1000
}

const traitsOf = (event: ErrorEvent, input: Input) => ({
  message: event.message,
  level: LEVELS[event.level],
  program: event.program,
  input,
  release: event.release,
  environment: event.environment,
  ...event.details,
})
