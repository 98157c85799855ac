import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { monitor } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { resumeMonitor } from '#lib/monitors/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'monitors:write',
    summary: 'Puts a monitor back on its schedule',
    params: oneMonitor,
    answer: monitor,
    async handle({ params, person }) {
      await resumeMonitor(params.id, person)
      return getMonitor(reachOf(person), params.id)
    },
  }),
})
