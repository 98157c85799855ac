import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { reachOf } from '#lib/access/reach.ts'
import { getDelivery } from '#lib/alerting/deliveries/data.ts'
import { deliveryView } from '#lib/alerting/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  GET: serve({
    right: 'deliveries:read',
    summary: 'Reads a delivery with its attempts',
    params: z.object({ id: longId }),
    answer: deliveryView,
    handle: ({ params, person }) => getDelivery(reachOf(person), params.id),
  }),
})
