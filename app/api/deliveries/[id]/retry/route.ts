import { z } from 'zod'
import { serve } from '#app/_server/endpoint.ts'
import { routes } from '#app/_server/routes.ts'
import { longId } from '#app/api/_shapes/lists.ts'
import { retryNow } from '#lib/alerting/mutations.ts'
import { deliveryView } from '#lib/alerting/schema.ts'

export const { GET, POST, PUT, PATCH, DELETE } = routes({
  POST: serve({
    right: 'deliveries:retry',
    summary: 'Tries a delivery again at once, one that waits or a dead one',
    params: z.object({ id: longId }),
    answer: deliveryView,
    handle: ({ params, person }) => retryNow(params.id, person),
  }),
})
