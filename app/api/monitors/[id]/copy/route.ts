import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { monitor } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { copyMonitor } from '#lib/monitors/mutations.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'monitors:write',
    summary: 'Makes a paused copy of a monitor',
    params: oneMonitor,
    body: z.strictObject({ name: monitorInput.shape.name.optional() }).prefault({}),
    answer: monitor,
    status: 201,
    handle: async ({ params, body, person }) =>
      getMonitor(reachOf(person), await copyMonitor(params.id, person, body.name)),
  }),
})
