import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { stats, statsQuery } from '#app/api/_shapes/metrics.ts'
import { askedBefore, askedOf } from '#app/api/metrics/_asked.ts'
import { filtersOf } from '#app/api/metrics/_filters.ts'
import { reachOf } from '#lib/access/reach.ts'
import { readPoints } from '#lib/metrics/data.ts'
import { rangeInfo } from '#lib/metrics/range.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'metrics:read',
    summary: 'One series of a metric: as a whole, or where its filters have these values',
    query: statsQuery,
    answer: stats,
    async handle({ query, person }) {
      const { project, asked, zone } = await askedOf(reachOf(person), query)
      const filters = filtersOf(query)
      const range = await readPoints(project, asked, filters)
      const earlier = query.compare ? askedBefore(asked, zone) : null
      const before = earlier && (await readPoints(project, earlier.asked, filters))
      return {
        ...{ range, ...rangeInfo(range) },
        ...{ project: project.name, period: asked.period, name: asked.name },
        filter_name: query.filter_name ?? null,
        filter_value: query.filter_value ?? null,
        ...(before && { before: { range: before, ...rangeInfo(before) } }),
      }
    },
  }),
})
