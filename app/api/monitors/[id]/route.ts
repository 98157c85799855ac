import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneMonitor } from '#app/api/_shapes/lists.ts'
import { monitor, monitorPatch } from '#app/api/_shapes/monitors.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getMonitor } from '#lib/monitors/data.ts'
import { deleteMonitor, updateMonitor } from '#lib/monitors/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'Reads a monitor',
    params: oneMonitor,
    answer: monitor,
    handle: ({ params, person }) => getMonitor(reachOf(person), params.id),
  }),
  PATCH: serve({
    right: 'monitors:write',
    summary: 'Changes a monitor',
    params: oneMonitor,
    body: monitorPatch,
    answer: monitor,
    async handle({ params, body, person }) {
      const { version, ...patch } = body
      await updateMonitor(params.id, patch, person, version)
      return getMonitor(reachOf(person), params.id)
    },
  }),
  DELETE: serve({
    right: 'monitors:write',
    summary: 'Deletes a monitor with its history',
    params: oneMonitor,
    answer: null,
    handle: ({ params, person }) => deleteMonitor(params.id, person),
  }),
})
