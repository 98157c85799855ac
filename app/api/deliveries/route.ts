import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { page, paging } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { listDeliveries } from '#lib/alerting/deliveries/data.ts'
import { deliveryFilter, deliveryView } from '#lib/alerting/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'deliveries:read',
    summary: 'Lists deliveries, newest first',
    query: paging.extend(deliveryFilter.shape),
    answer: page(deliveryView),
    handle: ({ query, person }) => listDeliveries(reachOf(person), query),
  }),
})
