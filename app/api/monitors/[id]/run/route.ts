import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { run } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { getRun } from '#lib/monitors/history/data.ts'
import { runNow } from '#lib/runs/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'monitors:run',
    summary: 'Has a monitor run now; the answer is the run as it waits for its turn',
    params: oneMonitor,
    answer: run,
    status: 202,
    async handle({ params, person }) {
      const { id } = await getMonitor(reachOf(person), params.id)
      return getRun(id, await runNow(id, person))
    },
  }),
})
