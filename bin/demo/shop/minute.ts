import { type Chance, chanceFrom, oneOf, skewed, timesOf } from '#bin/demo/shop/chance.ts'
import {
  COUNTRIES,
  type Country,
  DEVICES,
  type Device,
  progressOf,
  visitsIn,
} from '#bin/demo/shop/traffic.ts'

/** Something that was counted or measured once; the words are its attributes. */
export interface Happening {
  metric: string
  value: number
  words: Readonly<Record<string, string>>
}

/** One in so many visits ends with an order. */
const ORDERS: Record<Device, number> = { phone: 0.022, desktop: 0.045, tablet: 0.03 }
const PAYMENTS = { card: 5, paypal: 3, invoice: 2 }
const SOURCES = { search: 5, direct: 3, ad: 2, newsletter: 1 }
/** Of pages: how many of a hundred requests, and milliseconds in the middle. */
const PAGES = {
  '/': { share: 40, ms: 45 },
  '/search': { share: 25, ms: 130 },
  '/product': { share: 25, ms: 70 },
  '/cart': { share: 7, ms: 90 },
  '/checkout': { share: 3, ms: 320 },
} as const
type Page = keyof typeof PAGES
/** Of a page no more are measured in a minute. */
const MEASURED = 30

const names = <T extends string>(record: Readonly<Record<T, unknown>>) => Object.keys(record) as T[]

/** What happens in the shop in the minute that begins at this unix second: the same whenever it is asked. */
export function minuteOf(at: number): Happening[] {
  const chance = chanceFrom(Math.floor(at / 60))
  const visits = names(COUNTRIES).flatMap(country =>
    names(DEVICES).map(device => ({
      country,
      device,
      times: visitsOf(country, device, at, chance),
    })),
  )
  const total = visits.reduce((sum, { times }) => sum + times, 0)
  return [
    ...visits
      .filter(({ times }) => times > 0)
      .map(({ country, device, times }) => happening('visits', times, { country, device })),
    ...visits
      .flatMap(({ country, device, times }) =>
        repeated(timesOf(times * ORDERS[device], chance), () => order(country, device, at, chance)),
      )
      .flat(),
    ...repeated(timesOf(total * 0.006, chance), () =>
      happening('signups', 1, { source: oneOf(SOURCES, chance) }),
    ),
    ...names(PAGES).flatMap(page => requests(page, total, at, chance)),
    ...queues(at, chance),
  ]
}

const happening = (metric: string, value: number, words: Happening['words']): Happening => ({
  ...{ metric: `shop.${metric}`, value, words },
})

const repeated = <T>(times: number, make: () => T): T[] => Array.from({ length: times }, make)

function visitsOf(country: Country, device: Device, at: number, chance: Chance): number {
  const newsletter = progressOf('newsletter', at)
  const isCalled = device === 'phone' && newsletter !== null
  const more = isCalled ? 1 + 2.5 * (1 - newsletter) : 1
  return timesOf(visitsIn(country, at) * DEVICES[device] * more, chance)
}

function order(country: Country, device: Device, at: number, chance: Chance): Happening[] {
  const payment = oneOf(PAYMENTS, chance)
  const isAway = payment === 'card' && progressOf('provider', at) !== null
  const hasFailed = chance() < (isAway ? 0.8 : 0.015)
  const words = { country, device, payment }
  if (hasFailed) {
    const reason = isAway ? 'provider away' : oneOf({ declined: 4, timeout: 1 }, chance)
    return [
      happening('orders', 1, { ...words, status: 'failed' }),
      happening('payments.failed', 1, { payment, reason }),
    ]
  }
  const price = Math.round(skewed(48, 0.7, chance) * 20) / 20
  return [
    happening('orders', 1, { ...words, status: 'paid' }),
    happening('revenue', price, { country }),
    happening('order.value', price, { country, device }),
  ]
}

function requests(page: Page, visits: number, at: number, chance: Chance): Happening[] {
  const { share, ms } = PAGES[page]
  const times = Math.min(timesOf((visits * 3 * share) / 100, chance), MEASURED)
  const slower = slownessOf(page, at)
  return repeated(times, () =>
    happening('request.duration', skewed(ms * slower, 0.45, chance), { page }),
  )
}

function slownessOf(page: Page, at: number): number {
  if (page === '/search' && progressOf('release', at) !== null) return 3.5
  return page === '/checkout' && progressOf('provider', at) !== null ? 8 : 1
}

function queues(at: number, chance: Chance): Happening[] {
  const night = progressOf('night', at)
  const invoices = night === null ? 2 * chance() : 900 * (1 - night) + 20 * chance()
  return [
    happening('queue.depth', Math.round(invoices), { queue: 'invoices' }),
    happening('queue.depth', Math.round(skewed(6, 0.5, chance)), { queue: 'mail' }),
    happening('queue.depth', Math.round(skewed(3, 0.6, chance)), { queue: 'images' }),
  ]
}
