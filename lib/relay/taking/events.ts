import { newId } from '#client/ids.ts'
import type { Event } from '#lib/events/event.ts'
import type { EventIntake, StoredListener } from '#lib/events/intake/contract.ts'
import { log } from '#lib/log.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Desk } from '#lib/relay/taking/desk.ts'

/** Keeps events for the centre. Whoever listens is told of what is on the disk. */
export function eventIntake(desk: Desk, projects: () => readonly Project[]): EventIntake {
  const listeners = new Set<StoredListener>()

  function tell(project: Project, events: readonly Event[]) {
    for (const listener of listeners)
      try {
        listener(project, events)
      } catch (error) {
        log.error({ err: error }, 'kept events could not be told of')
      }
  }

  return {
    async accept(project, input, events, { key, bytes = 0 } = {}) {
      const items = events.map(named)
      await desk.keep(project, { kind: 'events', input, items, key, bytes })
      tell(project, items)
      return events.map(() => 'accepted')
    },
    offer(project, input, event, bytes) {
      const items = [named(event)]
      const resolve = () => tell(project, items)
      return desk.add(project, { kind: 'events', input, items, bytes, resolve })
    },
    onStored(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    room: () => desk.room(projects()),
    drop: desk.drop,
    close: async () => {},
  }
}

/** One that tells when it ended is known by its row at the centre, for as long as that is kept. */
const named = (event: Event): Event =>
  event.isTimed && event.uid === undefined ? { ...event, uid: newId(event.at * 1000) } : event
