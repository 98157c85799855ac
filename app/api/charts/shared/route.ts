import { serve } from '#app/_server/endpoint.ts'
import { ownEnv } from '#app/_server/env.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { sharedQuery } from '#app/api/_shapes/shared-charts.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listShared } from '#lib/charts/shared/data.ts'
import { shareChart } from '#lib/charts/shared/mutations.ts'
import { sharedInput, sharedView } from '#lib/charts/shared/schema.ts'
import { toldOf } from '#lib/charts/shared/told.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'charts:share',
    summary:
      'Lists the charts that everybody with their address may see, newest first, revoked ones too',
    query: sharedQuery,
    answer: page(sharedView),
    async handle({ query, person }) {
      const { items, next } = await listShared(reachOf(person), query)
      return { items: items.map(chart => toldOf(chart, ownEnv().url)), next }
    },
  }),
  POST: serve({
    right: 'charts:share',
    summary: 'Shares a chart: whoever has its address may see it, without signing in',
    body: sharedInput,
    answer: sharedView,
    status: 201,
    handle: async ({ body, person }) => toldOf(await shareChart(body, person), ownEnv().url),
  }),
})
