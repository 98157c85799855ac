import { makeEvents, type Sent } from '#bench/events/load.ts'
import { randomFrom } from '#bench/parts/random.ts'
import { newId } from '#client/ids.ts'
import type { TriggerInput } from '#lib/streams/definition/schema.ts'

/** What becomes of an order: a stream is complete with the last of them that comes. */
const STEPS = ['placed', 'paid', 'packed', 'shipped', 'delivered']

/** Shops whose orders these triggers follow, each those of one. */
export const shopTriggers = (count: number, firstShop = 0): TriggerInput[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `shop ${firstShop + i}`,
    distinguished_by: ['order'],
    expiration: '$last + 1d',
    fire_pipeline: 'delivered',
    expire_pipeline: 'lost',
    match_criteria: [
      { event_type: `shop${firstShop + i}.*`, traits: { queries: { int: '< 1000' } } },
    ],
    fire_criteria: STEPS.map(step => ({ event_type: `*.${step}` })),
  }))

/** Five events of each order, of so many shops, in any order. */
export function orderEvents(orders: number, shops: number, seed: number): Sent[] {
  const events = makeEvents(orders * STEPS.length, seed, Date.now() / 1000)
  const places = shuffled(events.length, seed)
  for (let order = 0; order < orders; order++) {
    const id = newId(Date.now())
    for (const [i, step] of STEPS.entries()) {
      const event = events[places[order * STEPS.length + i] as number] as Sent
      event.type = `shop${order % shops}.${step}`
      event.body = { ...event.body, order: id }
    }
  }
  return events
}

/** The numbers up to `count`, in any order. */
function shuffled(count: number, seed: number): number[] {
  const random = randomFrom(seed)
  const places = Array.from({ length: count }, (_, i) => i)
  for (let i = count - 1; i > 0; i--) {
    const other = random(i + 1)
    const [a, b] = [places[i] as number, places[other] as number]
    places[i] = b
    places[other] = a
  }
  return places
}
