import { z } from 'zod'
import { defineHandler } from '#lib/streams/handlers/contract.ts'

export const log = defineHandler({
  id: 'log',
  label: 'Log',
  description: 'Writes the events that come to it into the log of the stream.',
  params: z.strictObject({}),
  open: (_, { log }) => ({
    handle(events) {
      for (const { type, uid } of events) log('info', `${type} ${uid}`)
      return events
    },
  }),
})
