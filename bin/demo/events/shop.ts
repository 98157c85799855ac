import { setTimeout as delay } from 'node:timers/promises'
import type express from 'express'
import type { NextFunction, Request, Response } from 'express'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import type { Cache } from '#bin/demo/events/cache.ts'
import { cheapest, order, productOf, search } from '#bin/demo/events/database.ts'
import type { Queue } from '#bin/demo/events/queue.ts'
import { type Chance, skewed } from '#bin/demo/shop/chance.ts'
import { requestErrors, requests } from '#client/express.ts'
import { recordedFetch } from '#client/fetch.ts'
import { set } from '#client/index.ts'

const fetch = recordedFetch(globalThis.fetch)

/** Longer than this the shop does not wait for money. */
const PAYMENT_LIMIT_MS = 600

/** What the shop works with. */
export interface Shop {
  pool: Pool
  cache: Cache
  queue: Queue
  log: Logger
  paymentsUrl: string
  chance: Chance
}

/** The web application: a shop that mostly works. */
export function buildShop(create: typeof express, shop: Shop): express.Express {
  const app = create()
  app.use(
    requests<Request>({
      headers: ['user-agent'],
      user: request => request.get('x-customer'),
      ignores: request => request.path === '/health',
    }),
  )
  app.use(create.json())
  app.get('/health', (_request, response) => void response.send('ok'))
  app.get('/', async (_request, response) => {
    response.json(await shop.cache.get('front', () => cheapest(shop.pool)))
  })
  app.get('/products/:id', product(shop))
  app.get('/search', searched(shop))
  app.post('/orders', ordered(shop))
  app.use(requestErrors())
  app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
    shop.log.error(error, 'a request failed')
    response.status(500).json({ error: 'Something went wrong.' })
  })
  return app
}

const product = (shop: Shop) => async (request: Request, response: Response) => {
  const id = Number(request.params.id)
  const found = await shop.cache.get(`product ${id}`, async () => ({
    product: await productOf(shop.pool, id),
  }))
  if (!found.product) return void response.status(404).json({ error: 'There is no such product.' })
  response.json(found.product)
}

const searched = (shop: Shop) => async (request: Request, response: Response) => {
  const words = String(request.query.q ?? '')
  set('words', words)
  // Somebody forgot an index; and of what is sold out, that there may be nothing.
  const found = await search(shop.pool, words, skewed(0.02, 1.2, shop.chance))
  set('found', found.length)
  const [first] = found
  response.json({ best: (first as { name: string }).name, found })
}

const ordered = (shop: Shop) => async (request: Request, response: Response) => {
  const customer = request.get('x-customer') ?? 'nobody'
  const id = await order(shop.pool, Number(request.body.product), customer)
  set('order', id)
  const answer = await fetch(`${shop.paymentsUrl}?token=secret`, {
    method: 'POST',
    body: JSON.stringify({ order: id }),
    signal: AbortSignal.timeout(PAYMENT_LIMIT_MS),
  })
  set('payment', answer.status === 200 ? 'taken' : 'refused')
  if (answer.status === 402) {
    shop.log.warn({ order: id }, 'the payment was declined')
    return void response.status(402).json({ error: 'The payment was declined.' })
  }
  if (!answer.ok) throw new Error(`the payment provider answered with ${answer.status}`)
  shop.log.info({ order: id }, 'an order was paid')
  shop.queue.put('mail', () => mail(customer, shop))
  response.status(201).json({ order: id })
}

async function mail(customer: string, { chance }: Shop) {
  set('to', customer)
  await delay(skewed(25, 0.5, chance))
  if (chance() < 0.1) throw new Error(`the mail server refuses ${customer}`)
}
