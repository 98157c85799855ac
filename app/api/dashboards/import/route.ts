import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { imported, importFile } from '#app/api/_shapes/dashboards.ts'
import { importDashboards } from '#lib/dashboards/import/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'dashboards:write',
    summary: 'Takes in the dashboards of a YAML file, all or none',
    body: importFile,
    answer: imported,
    handle: async ({ body: { yaml, replace }, person }) => ({
      items: await importDashboards(yaml, person, { replace }),
    }),
  }),
})
