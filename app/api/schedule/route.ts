import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { moment } from '#app/api/_shapes/lists.ts'
import { nextTimes } from '#lib/monitors/schedule.ts'
import { scheduleInWords } from '#lib/monitors/schedule-words.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

const { schedule, timezone } = monitorInput.shape

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'A schedule in words, and its next times',
    query: z.strictObject({
      schedule,
      timezone,
      count: z.coerce.number().int().min(1).max(100).default(5),
    }),
    answer: z.strictObject({ words: z.string(), next: z.array(moment) }),
    async handle({ query: { schedule, timezone, count } }) {
      return {
        words: scheduleInWords(schedule, timezone),
        next: nextTimes(schedule, timezone, new Date(), count),
      }
    },
  }),
})
