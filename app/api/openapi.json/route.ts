import { serve } from '#app/_server/endpoint.ts'
import { ownEnv } from '#app/_server/env.ts'
import { routes } from '#app/_server/routes.ts'
import { openApi } from '#app/api/openapi.json/document.ts'
import { routeFiles } from '#app/api/openapi.json/route-files.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'monitors:read',
    summary: 'Describes this API',
    answer: 'application/json',
    handle: async () => openApi(ownEnv().url, routeFiles),
  }),
})
