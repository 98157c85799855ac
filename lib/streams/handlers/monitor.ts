import { z } from 'zod'
import type { Plain } from '#lib/plugin.ts'
import { defineHandler } from '#lib/streams/handlers/contract.ts'
import { eventsWithin, toldStream } from '#lib/streams/told.ts'

/** Kept with each run that waits; several hundred ordinary events. */
const EVENTS_LIMIT = 512 * 1024
const NAME_LIMIT = 200

export const monitor = defineHandler({
  id: 'monitor',
  label: 'Monitor',
  description:
    'Runs a monitor whose script sees the stream as `stream`; its state and alerts follow as always.',
  params: z.strictObject({
    monitor: z.string().min(1).max(NAME_LIMIT).meta({ title: 'Monitor', description: 'Its name.' }),
  }),
  refers: ({ monitor }) => [{ kind: 'monitor', name: monitor, path: ['monitor'] }],

  open({ monitor }, { stream, log }) {
    let input: Plain = null
    return {
      handle(events) {
        const told = eventsWithin(events, EVENTS_LIMIT)
        if (told.length < events.length)
          log(
            'warn',
            `the script sees the first ${told.length} of ${events.length} events: more is too much`,
          )
        input = { ...toldStream(stream), eventCount: events.length, events: told }
        return events
      },
      commit(effects) {
        effects.runs.push({ monitor, input })
      },
    }
  },
})
