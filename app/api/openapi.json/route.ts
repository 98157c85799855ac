import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { openApi } from '#app/api/openapi.json/document.ts'
import { routeFiles } from '#app/api/openapi.json/route-files.ts'
import { readEnv } from '#lib/env.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    summary: 'Describes this API',
    answer: 'application/json',
    handle: async () => openApi(readEnv().url, routeFiles),
  }),
})
