import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { id, oneMonitor } from '#app/api/_shapes/lists.ts'
import { version } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { getVersion } from '#lib/monitors/versions/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'Reads a version of a monitor, as it was saved',
    params: oneMonitor.extend({ version: id }),
    answer: version.omit({ changed: true }).extend({ content: monitorInput }),
    handle: async ({ params, person }) =>
      getVersion((await getMonitor(reachOf(person), params.id)).id, params.version),
  }),
})
