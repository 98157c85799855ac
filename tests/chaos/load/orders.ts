import type { Pool } from 'pg'
import { setTriggers } from '#bench/streams/triggers.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'
import { post } from '#tests/chaos/load/http.ts'
import type { Send } from '#tests/chaos/load/sender.ts'

/** The alert whose receiver is told of complete orders. */
export const BILLING = 'billing'
/** What the pipeline makes of each complete order: an event of this type, and one more of this metric. */
export const BILLED = 'chaos.billed'

const BILL = [
  { name: 'webhook', params: { alert: BILLING } },
  { name: 'event', params: { type: BILLED } },
  { name: 'metric', params: { name: BILLED, kind: 'counter', value: '1' } },
]

/** Streams of orders, which are complete once they are placed and paid. */
export async function insertOrders(pool: Pool) {
  await pool.query(
    `insert into pipeline (project_id, name, handlers, source) values ($1, 'bill', $2, '')`,
    [DEFAULT_PROJECT, JSON.stringify(BILL)],
  )
  await setTriggers(pool, [
    {
      ...{ name: 'orders', distinguished_by: ['order'], expiration: '$last + 7d' },
      fire_pipeline: 'bill',
      match_criteria: [{ event_type: 'chaos.order.*' }],
      fire_criteria: [{ event_type: '*.placed' }, { event_type: '*.paid' }],
    },
  ])
}

/** Sends an order with each batch, by two requests. */
export const ordersWay =
  (place: { url: string; key: string }): Send =>
  async (order, signal) => {
    for (const step of ['placed', 'paid'])
      await post(place, signal, '/events', [
        { type: `chaos.order.${step}`, uid: `order ${order} ${step}`, traits: { order } },
      ])
    return 1
  }
