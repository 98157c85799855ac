import { serve } from '#app/_server/endpoint.ts'
import { ownEnv } from '#app/_server/env.ts'
import { routes } from '#app/_server/routes.ts'
import { oneShared } from '#app/api/_shapes/shared-charts.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getShared } from '#lib/charts/shared/data.ts'
import { changeShared, revokeShared } from '#lib/charts/shared/mutations.ts'
import { sharedChange, sharedView } from '#lib/charts/shared/schema.ts'
import { toldOf } from '#lib/charts/shared/told.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'charts:share',
    summary: 'Reads a shared chart, with its addresses',
    params: oneShared,
    answer: sharedView,
    handle: async ({ params, person }) =>
      toldOf(await getShared(reachOf(person), params.id), ownEnv().url),
  }),
  PATCH: serve({
    right: 'charts:share',
    summary: 'Changes what a shared chart is called, the time that it shows, or when it ends',
    params: oneShared,
    body: sharedChange,
    answer: sharedView,
    handle: async ({ params, body, person }) =>
      toldOf(await changeShared(params.id, body, person), ownEnv().url),
  }),
  DELETE: serve({
    right: 'charts:share',
    summary: 'Revokes a shared chart: from now on nobody sees it',
    params: oneShared,
    answer: null,
    handle: ({ params, person }) => revokeShared(params.id, person),
  }),
})
