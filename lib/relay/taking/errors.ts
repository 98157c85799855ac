import type { ErrorIntake } from '#lib/errors/contract.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { Desk } from '#lib/relay/taking/desk.ts'

/** Keeps errors for the centre, which counts them. What is wrong about their times is so by the clock of this machine. */
export const errorIntake = (desk: Desk, projects: () => readonly Project[]): ErrorIntake => ({
  async accept(project, input, events, { key, bytes = 0 } = {}) {
    const now = Date.now()
    const items = events.map(event => asStorable(event, now))
    await desk.keep(project, { kind: 'errors', input, items, key, bytes })
    return events.map(() => ({ status: 'accepted' }))
  },
  offer: (project, input, event, bytes = event.message.length) =>
    desk.add(project, { kind: 'errors', input, items: [asStorable(event, Date.now())], bytes }),
  room: () => desk.room(projects()),
  drop: desk.drop,
  close: async () => {},
})
