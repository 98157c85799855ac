import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { oneDashboard } from '#app/api/_shapes/dashboards.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDashboard } from '#lib/dashboards/data.ts'
import { definitionOf } from '#lib/dashboards/definition.ts'
import { yamlOf } from '#lib/dashboards/yaml.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'dashboards:read',
    summary: 'A dashboard as YAML, to be imported elsewhere or put into belfry.yaml',
    params: oneDashboard,
    answer: 'application/yaml',
    async handle({ params, person }) {
      const dashboard = await getDashboard(reachOf(person), params.id)
      return new Response(yamlOf([definitionOf(dashboard)]), {
        headers: {
          'content-type': 'application/yaml; charset=utf-8',
          'content-disposition': `attachment; filename="dashboard-${dashboard.id}.yaml"`,
          'cache-control': 'no-store',
        },
      })
    },
  }),
})
