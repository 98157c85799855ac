import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { addedPanel, newPanel, oneDashboard } from '#app/api/_shapes/dashboards.ts'
import { addPanel } from '#lib/dashboards/mutations.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'dashboards:write',
    summary: 'Puts a panel on a dashboard, below all others',
    params: oneDashboard,
    body: newPanel,
    answer: addedPanel,
    status: 201,
    handle: async ({ params, body, person }) => ({
      id: await addPanel(params.id, body.panel, person),
    }),
  }),
})
