import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { monitorOrder, monitorTemplate } from '#app/api/_shapes/errors.ts'
import { monitor } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { errorMonitors } from '#lib/errors/monitors.ts'
import { watchErrors } from '#lib/errors/watch/mutations.ts'
import { getMonitor } from '#lib/monitors/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'errors:read',
    summary: 'Lists the ready-made monitors of errors',
    answer: z.strictObject({ items: z.array(monitorTemplate), next: z.null() }),
    handle: async () => ({
      items: Object.entries(errorMonitors).map(([template, { label, description, fields }]) => ({
        ...{ template, label, description, fields },
      })),
      next: null,
    }),
  }),
  POST: serve({
    right: 'monitors:write',
    summary: 'Makes a ready-made monitor; from then on it is one like any other',
    body: monitorOrder,
    answer: monitor,
    status: 201,
    async handle({ body: { template, name, ...watched }, person }) {
      const { id } = await watchErrors(template, watched, person, name)
      return getMonitor(reachOf(person), id)
    },
  }),
})
