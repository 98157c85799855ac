import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { pluginQuery } from '#app/api/_shapes/plugins.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listAlerts } from '#lib/alerting/data.ts'
import { createAlert } from '#lib/alerting/mutations.ts'
import { alertInput, alertView } from '#lib/alerting/schema.ts'
import { shownTo } from '#lib/alerting/shown.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'alerts:read',
    summary: 'Lists the configured alerts by key',
    query: pluginQuery,
    answer: page(alertView),
    async handle({ query, person }) {
      const { items, next } = await listAlerts(reachOf(person), query)
      return { items: items.map(alert => shownTo(person, alert)), next }
    },
  }),
  POST: serve({
    right: 'alerts:write',
    summary: 'Configures an alert',
    body: alertInput,
    answer: alertView,
    status: 201,
    handle: ({ body, person }) => createAlert(body, { actor: person }),
  }),
})
