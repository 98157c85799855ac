import { db } from '#lib/db/client.ts'
import type { Counter } from '#lib/streams/statistics/counters.ts'
import type { TriggerId } from '#lib/streams/triggers/data.ts'

const HOUR_MS = 3_600_000

/** By the hour, the oldest first; the last one goes on. */
export interface Activity {
  opened: number[]
  fired: number[]
  expired: number[]
}

const SHOWN = {
  opened: 'New stream',
  fired: 'Streams fired',
  expired: 'Streams expired',
} as const satisfies Record<keyof Activity, Counter>

/** What each of these triggers did in so many hours up to now. */
export async function activityOf(
  triggers: readonly TriggerId[],
  hours: number,
  now: Date,
): Promise<Map<TriggerId, Activity>> {
  const lines = new Map(triggers.map(id => [id, quiet(hours)]))
  const from = new Date((Math.floor(now.getTime() / HOUR_MS) - hours + 1) * HOUR_MS)
  const rows = await db().$queryRaw<
    { id: TriggerId; name: string; hour: Date; count: number }[]
  >`select trigger_id as id, name, date_trunc('hour', minute, 'UTC') as hour, sum(count)::float8 as count
    from trigger_statistic
    where trigger_id = any(${triggers}::int[]) and criteria = '' and minute >= ${from}
      and name = any(${Object.values(SHOWN)}::text[])
    group by 1, 2, 3`
  for (const { id, name, hour, count } of rows) {
    const kind = KINDS.find(kind => SHOWN[kind] === name)
    const line = kind && lines.get(id)?.[kind]
    const place = (hour.getTime() - from.getTime()) / HOUR_MS
    if (line && place < hours) line[place] = count
  }
  return lines
}

const KINDS = Object.keys(SHOWN) as (keyof Activity)[]

const quiet = (hours: number): Activity => ({
  opened: new Array<number>(hours).fill(0),
  fired: new Array<number>(hours).fill(0),
  expired: new Array<number>(hours).fill(0),
})
