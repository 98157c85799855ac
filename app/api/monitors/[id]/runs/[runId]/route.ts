import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { longId, oneMonitor } from '#app/api/_shapes/lists.ts'
import { run } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { getRun } from '#lib/monitors/history/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'Reads a run',
    params: oneMonitor.extend({ runId: longId }),
    answer: run,
    handle: async ({ params, person }) =>
      getRun((await getMonitor(reachOf(person), params.id)).id, params.runId),
  }),
})
