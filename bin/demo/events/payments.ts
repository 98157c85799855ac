import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { type Chance, oneOf, skewed } from '#bin/demo/shop/chance.ts'

/** What a provider of payments does with a hundred orders. */
const OUTCOMES = { taken: 88, declined: 6, busy: 3, silent: 3 } as const
const STATUS = { taken: 200, declined: 402, busy: 503 } as const
const MIDDLE_MS = 40

export interface Payments {
  url: string
  close(): Promise<void>
}

/** Another company's server: it declines, it is busy, and now and then it does not answer at all. */
export async function openPayments(chance: Chance): Promise<Payments> {
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const outcome = oneOf(OUTCOMES, chance)
    if (outcome === 'silent') return
    await delay(skewed(MIDDLE_MS, 0.6, chance))
    response.statusCode = STATUS[outcome]
    response.end(JSON.stringify({ outcome }))
  })
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/charges`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
