import { serve } from '#app/_server/endpoint.ts'
import { healthReport } from '#app/_server/health.ts'
import { routes } from '#app/_server/routes.ts'
import { everything } from '#lib/access/reach.ts'
import { deliveryCounts } from '#lib/health/data.ts'
import { promText } from '#lib/health/prometheus.ts'
import { monitorCounts } from '#lib/monitors/data.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'settings:read',
    summary: "This installation's own numbers, for Prometheus",
    answer: 'text/plain',
    async handle() {
      const [{ health }, monitors, deliveries] = await Promise.all([
        healthReport(),
        monitorCounts(everything),
        deliveryCounts(),
      ])
      return new Response(promText({ health, monitors, deliveries }), {
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      })
    },
  }),
})
