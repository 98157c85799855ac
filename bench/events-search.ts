import { fillDay, TYPES } from '#bench/events/day.ts'
import type { Measured } from '#bench/main.ts'
import { withPostgres } from '#bench/parts/postgres.ts'
import { everything } from '#lib/access/reach.ts'
import { openPool } from '#lib/db/client.ts'
import { listEvents, questionOf } from '#lib/events/data.ts'
import { dayOf } from '#lib/events/days.ts'

const EVENTS = 10_000_000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const BAR_MS = 300
const QUESTIONS = 20

/** By type, hour and one trait: one that many events have, one that few have, and one that none has. */
const QUERIES = {
  frequent: (i: number) => `type = work-${i % TYPES} response.status >= 500`,
  rare: (i: number) => `type = work-${i % TYPES} user = user-${i * 37}`,
  never: (i: number) => `type = work-${i % TYPES} user = nobody-${i}`,
}

/** Milliseconds until the first page of a search is there, in a store with a day of ten million events. */
export const measure = (): Promise<Measured> =>
  withPostgres(async url => {
    const pool = openPool(url)
    const begin = (dayOf(Date.now() / 1000) - 1) * DAY_MS
    await fillDay(pool, begin / 1000, EVENTS)
    const found = {
      frequent: await askMany(begin, QUERIES.frequent),
      rare: await askMany(begin, QUERIES.rare),
      never: await askMany(begin, QUERIES.never),
    }
    await pool.end()
    const value = found.rare.medianMs
    const ratio = Math.round((BAR_MS / value) * 100) / 100
    return { name: 'events-search', value, unit: 'ms', floor: BAR_MS, ratio, ...found }
  })

async function askMany(begin: number, queryOf: (i: number) => string) {
  const times: number[] = []
  for (let i = 0; i < QUESTIONS; i++) {
    const from = new Date(begin + (i % 24) * HOUR_MS)
    const started = performance.now()
    const to = new Date(from.getTime() + HOUR_MS)
    await listEvents(await questionOf(everything, { query: queryOf(i), from, to }), { limit: 50 })
    times.push(performance.now() - started)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(share * times.length)] ?? 0) * 10) / 10
  return { medianMs: at(0.5), p95Ms: at(0.95) }
}
