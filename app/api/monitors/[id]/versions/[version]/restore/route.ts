import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { id, oneMonitor } from '#app/api/_shapes/lists.ts'
import { monitor } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { restoreVersion } from '#lib/monitors/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'monitors:write',
    summary: 'Brings back an old version of a monitor as a new one; whether it is active stays',
    params: oneMonitor.extend({ version: id }),
    answer: monitor,
    async handle({ params, person }) {
      await restoreVersion(params.id, params.version, person)
      return getMonitor(reachOf(person), params.id)
    },
  }),
})
