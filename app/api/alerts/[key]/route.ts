import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneKey } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getAlert } from '#lib/alerting/data.ts'
import { deleteAlert, updateAlert } from '#lib/alerting/mutations.ts'
import { alertPatch, alertView } from '#lib/alerting/schema.ts'
import { shownTo } from '#lib/alerting/shown.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'alerts:read',
    summary:
      'Reads an alert; secrets show as ********, and so does what follows the host in an address to whoever may not change it',
    params: oneKey,
    answer: alertView,
    handle: async ({ params, person }) =>
      shownTo(person, await getAlert(reachOf(person), params.key)),
  }),
  PATCH: serve({
    right: 'alerts:write',
    summary: 'Changes an alert; a secret that is left out or comes back masked stays',
    params: oneKey,
    body: alertPatch,
    answer: alertView,
    handle: ({ params, body, person }) => updateAlert(params.key, body, { actor: person }),
  }),
  DELETE: serve({
    right: 'alerts:write',
    summary: 'Deletes an alert with its deliveries',
    params: oneKey,
    answer: null,
    handle: ({ params, person }) => deleteAlert(params.key, { actor: person }),
  }),
})
