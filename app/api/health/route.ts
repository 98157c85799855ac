import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { healthReport } from '#app/_server/health.ts'
import { routes } from '#app/_server/routes.ts'
import { moment } from '#app/api/_shapes/lists.ts'

const role = z.strictObject({
  lastBeat: moment.nullable(),
  processes: z.int().describe('That beat within the last 30 s.'),
})
const queue = z.strictObject({
  due: z.int(),
  later: z.int(),
  running: z.int(),
  lagMs: z.number().describe('For how long the oldest of those that are due has been.'),
})

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: 'Whether all is well; with credentials also how each part is. 503 when degraded',
    open: true,
    answer: z.strictObject({
      status: z.enum(['ok', 'degraded']),
      problems: z.array(z.string()).optional().describe('What is wrong, in words.'),
      warnings: z
        .array(z.string())
        .optional()
        .describe('What somebody should look at, in words; it is not degraded by that.'),
      roles: z.record(z.string(), role).optional(),
      queues: z.record(z.string(), queue).optional().describe('Jobs by task.'),
      lagMs: z.number().optional().describe('For how long the oldest due job has been due.'),
    }),
    async handle({ person }) {
      const { status, problems, warnings, health } = await healthReport()
      return Response.json(person ? { status, problems, warnings, ...health } : { status }, {
        status: status === 'ok' ? 200 : 503,
        headers: { 'cache-control': 'no-store' },
      })
    },
  }),
})
