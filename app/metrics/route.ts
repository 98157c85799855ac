import { serve } from '#app/_server/endpoint.ts'
import { healthReport } from '#app/_server/health.ts'
import { routes } from '#app/_server/routes.ts'
import { familiesOf } from '#lib/health/metrics/families.ts'
import { promText } from '#lib/health/metrics/text.ts'
import { readCounts } from '#lib/health/report/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: "This installation's own numbers, for Prometheus",
    answer: 'text/plain',
    async handle() {
      const [{ health, look }, counts] = await Promise.all([healthReport(), readCounts()])
      const text = promText(familiesOf({ health, look, ...counts }, health?.now ?? new Date()))
      return new Response(text, {
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      })
    },
  }),
})
