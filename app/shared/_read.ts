import { LRUCache } from 'lru-cache'
import { one, type Query } from '#app/_ui/query.ts'
import { usesToNote } from '#lib/access/tokens/use.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import { type Asked, type View, viewOf } from '#lib/charts/shared/asked.ts'
import { drawShared, openShared, type SharedChart, zoneOf } from '#lib/charts/shared/data.ts'
import { noteSeen } from '#lib/charts/shared/mutations.ts'
import { UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import { turns } from '#lib/turns.ts'

/** However many look, the database is asked no more than this at once, and again only after a while. */
const AT_ONCE = 3
const HELD_MS = 10_000
const HELD = 20
const PATIENCE_MS = 15_000

const takeTurn = turns(AT_ONCE)
const isSightToNote = usesToNote()
const drawings = new LRUCache<string, Promise<Drawn>>({ max: HELD, ttl: HELD_MS })

export interface Shared {
  chart: SharedChart
  view: View
}

/** The chart of an address, as its query wants to see it. Throws a UserError for both. */
export async function openView(uid: string, query: Query | URLSearchParams): Promise<Shared> {
  const chart = await openShared(uid)
  noteLater(chart.id)
  const asked = askedOf(query)
  return { chart, view: viewOf(asked, chart, { zone: await zoneOf(chart), now: new Date() }) }
}

/** Nobody waits for it, and it may fail. */
function noteLater(id: number) {
  if (isSightToNote(id))
    noteSeen(id).catch(err => log.warn({ err }, 'That a chart was looked at was not noted'))
}

/** What somebody asked for, by name. */
export const askedOf =
  (query: Query | URLSearchParams): Asked =>
  name =>
    query instanceof URLSearchParams ? (query.get(name) ?? undefined) : one(query, name)

/** What it shows, drawn once for all who look at about the same time. */
export function drawView({ chart, view }: Shared): Promise<Drawn> {
  const key = JSON.stringify([chart.id, chart.groups, view])
  const known = drawings.get(key)
  if (known) return known
  const drawing = inTurn(() => drawShared(chart, view.panel, view))
  drawings.set(key, drawing)
  drawing.catch(() => drawings.delete(key))
  return drawing
}

/** Does work for somebody who is nobody to us, not all of it at once. Throws a UserError when it takes too long. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const end = await takeTurn(AbortSignal.timeout(PATIENCE_MS)).catch(() => {
    throw new UserError('Too many look at shared charts right now; try again soon.', {
      code: 'unavailable',
    })
  })
  return work().finally(end)
}
