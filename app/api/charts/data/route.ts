import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { chartQuery, drawn } from '#app/api/_shapes/charts.ts'
import { requireRight } from '#lib/access/person.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import { RIGHT_TO_SEE } from '#lib/charts/rights.ts'

const USUAL_MS = 6 * 3_600_000

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'metrics:read',
    summary: 'What a chart, a table or a number shows over a range of time',
    body: chartQuery,
    answer: drawn,
    handle({ body: { panel, to = new Date(), from }, person }) {
      const right = RIGHT_TO_SEE[panel.kind]
      if (right) requireRight(person, right)
      const range = { from: from ?? new Date(to.getTime() - USUAL_MS), to }
      return readPanel(reachOf(person), panel, range)
    },
  }),
})
