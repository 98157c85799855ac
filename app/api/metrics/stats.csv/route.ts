import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { statsQuery } from '#app/api/_shapes/metrics.ts'
import { askedBefore, askedOf } from '#app/api/metrics/_asked.ts'
import { csvAnswer } from '#app/api/metrics/_csv.ts'
import { filtersOf } from '#app/api/metrics/_filters.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readPoints } from '#lib/metrics/data.ts'
import type { Point } from '#lib/metrics/range.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'One series of a metric as CSV; compared, with the number before beside each',
    query: statsQuery,
    answer: 'text/csv',
    async handle({ query, person }) {
      const { project, asked, zone } = await askedOf(reachOf(person), query)
      const filters = filtersOf(query)
      const points = await readPoints(project, asked, filters)
      const columns = [{ label: asked.name, points }]
      const before = query.compare ? askedBefore(asked, zone) : null
      if (before) {
        const known = new Map(await readPoints(project, before.asked, filters))
        const beside = points.flatMap(([at]): Point[] => {
          const value = known.get(before.besides(at) ?? -1)
          return value === undefined ? [] : [[at, value]]
        })
        columns.push({ label: `${asked.name}, before`, points: beside })
      }
      return csvAnswer(asked.name, zone, columns)
    },
  }),
})
