import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { series } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { seriesOf } from '#lib/monitors/series/data.ts'

const DAY_MS = 86_400_000
const time = z.iso.datetime({ offset: true }).transform(text => new Date(text))

const span = z
  .strictObject({
    from: time.optional().describe('A day before `to` unless given.'),
    to: time.optional().describe('Now unless given.'),
  })
  .transform(({ from, to = new Date() }) => ({
    from: from ?? new Date(to.getTime() - DAY_MS),
    to,
  }))
  .refine(({ from, to }) => from < to, { path: ['from'], error: 'must be before `to`' })

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: "A monitor's values over time, few enough for a chart",
    params: oneMonitor,
    query: span,
    answer: series,
    async handle({ params, query: { from, to }, person }) {
      return seriesOf((await getMonitor(reachOf(person), params.id)).id, from, to)
    },
  }),
})
