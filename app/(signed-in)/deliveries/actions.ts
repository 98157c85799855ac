'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { retryNow } from '#lib/alerting/mutations.ts'

/** Has a delivery tried again at once. */
export const retryDelivery = action(
  'deliveries:retry',
  z.object({ id: z.int() }),
  async ({ id }, person) => retryNow(id, person),
)
