import { setTimeout as delay } from 'node:timers/promises'
import { type Chance, oneOf } from '#bin/demo/shop/chance.ts'

/** What visitors do, how often. */
const WISHES = { front: 30, product: 35, search: 20, order: 12, health: 3 } as const
type Wish = keyof typeof WISHES

const CUSTOMERS = ['ann', 'bob', 'eve', 'ida', 'joe', 'kim', 'lea', 'max', 'nia', 'tom']
const WORDS = [
  ...['Product 1', 'Product 19', 'uct 7', 'duct 100', 'Product 23', 'Product 4', '11', '5', '77'],
  'Produkt',
]
const BROWSERS = { 'Firefox/140': 3, 'Chrome/150': 6, 'Safari/19': 2, 'bot/1.0': 1 } as const
const LIMIT_MS = 30_000
/** At the same time; a shop that does not answer is not asked more. */
const MOST = 200

interface Visit {
  url: string
  /** visits a second, on average */
  rate: number
  seconds: number
  chance: Chance
  signal: AbortSignal
}

/** Visits the shop for so long, at random times, by many people. Resolves when the last has its answer, with how many there were by status. */
export async function visit(visit: Visit): Promise<Map<string, number>> {
  const { rate, seconds, chance, signal } = visit
  const counts = new Map<string, number>()
  const under = new Set<Promise<void>>()
  const end = performance.now() + seconds * 1000
  for (let at = performance.now(); ; ) {
    at += (-Math.log(1 - chance()) / rate) * 1000
    if (at > end || signal.aborted) break
    await delay(Math.max(at - performance.now(), 0), undefined, { signal }).catch(() => {})
    if (under.size >= MOST || signal.aborted) continue
    const one = ask(visit).then(status => {
      counts.set(status, (counts.get(status) ?? 0) + 1)
      under.delete(one)
    })
    under.add(one)
  }
  await Promise.all(under)
  return counts
}

async function ask({ url, chance }: Visit): Promise<string> {
  const { path, body } = wishOf(oneOf(WISHES, chance), chance)
  try {
    const response = await fetch(url + path, {
      method: body ? 'POST' : 'GET',
      headers: {
        'user-agent': oneOf(BROWSERS, chance),
        'content-type': 'application/json',
        ...(chance() < 0.7 && { 'x-customer': pick(CUSTOMERS, chance) }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    await response.arrayBuffer()
    return String(response.status)
  } catch {
    return 'no answer'
  }
}

function wishOf(wish: Wish, chance: Chance): { path: string; body?: object } {
  // Many want the same few; some follow an old link.
  const product = Math.ceil(chance() ** 3 * 2_050)
  switch (wish) {
    case 'front':
      return { path: '/' }
    case 'product':
      return { path: `/products/${product}` }
    case 'search':
      return { path: `/search?q=${encodeURIComponent(pick(WORDS, chance))}` }
    case 'order':
      return { path: '/orders', body: { product } }
    case 'health':
      return { path: '/health' }
  }
}

const pick = (all: readonly string[], chance: Chance): string =>
  all[Math.floor(chance() * all.length)] ?? ''
