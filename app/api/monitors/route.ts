import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page } from '#app/api/_shapes/lists.ts'
import { monitor, monitorQuery } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor, listMonitors } from '#lib/monitors/data.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'Lists monitors, oldest first',
    query: monitorQuery,
    answer: page(monitor),
    handle: ({ query, person }) => listMonitors(reachOf(person), query),
  }),
  POST: serve({
    right: 'monitors:write',
    summary: 'Creates a monitor',
    body: monitorInput,
    answer: monitor,
    status: 201,
    handle: async ({ body, person }) =>
      getMonitor(reachOf(person), await createMonitor(body, person)),
  }),
})
