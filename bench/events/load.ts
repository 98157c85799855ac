import { randomFrom } from '#bench/parts/random.ts'
import { newId } from '#client/ids.ts'

/** An event as the client library sends it. */
export interface Sent {
  type: string
  id: string
  uid: string
  host: string
  pid: number
  start: number
  end: number
  body: Record<string, unknown>
}

const TYPES = ['request', 'request.sql', 'request.sql', 'request.httpclient', 'job', 'job.sql']
const PATHS = ['/cart', '/orders', '/orders/42', '/search', '/login', '/']
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'

/** Events of about 500 bytes each, as JSON, of the minute before `now` (unix seconds). */
export function makeEvents(count: number, seed: number, now: number): Sent[] {
  const random = randomFrom(seed)
  const one = <T>(list: readonly T[]): T => list[random(list.length)] as T
  return Array.from({ length: count }, () => {
    const end = now - random(60_000) / 1000
    return {
      ...{ type: one(TYPES), id: newId(end * 1000), uid: newId(end * 1000) },
      ...{ host: `web-${random(20)}.example.com`, pid: 1_000 + random(8) },
      ...{ start: end - (random(1_000) / 1_000) ** 4, end },
      body: {
        ...{ method: 'GET', path: one(PATHS), user: `user-${random(5_000)}` },
        response: { status: random(50) === 0 ? 500 : 200, size: random(50_000) },
        headers: { 'user-agent': AGENT },
        ...{ release: '2026.11.3', region: 'eu-central-1', queries: random(30) },
      },
    }
  })
}
