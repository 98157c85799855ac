'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { retryNow } from '#lib/alerting/mutations.ts'
import { retryPost } from '#lib/streams/posts/mutations.ts'

/** Has a delivery tried again at once. */
export const retryDelivery = action(
  'deliveries:retry',
  z.object({ id: z.int() }),
  async ({ id }, person) => retryNow(id, person),
)

/** Has what a webhook of a pipeline sends sent again at once. */
export const retryPostNow = action(
  'deliveries:retry',
  z.object({ id: z.int() }),
  ({ id }, person) => retryPost(id, person),
)
