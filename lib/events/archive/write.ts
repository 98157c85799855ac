import type { Pool } from 'pg'
import { inChunks } from '#lib/events/archive/chunks.ts'
import { messageOf } from '#lib/events/archive/message.ts'
import { dayNameOf, pathOf } from '#lib/events/archive/names.ts'
import { hostOf } from '#lib/events/archive/own-name.ts'
import { NEW_PACKING, packed } from '#lib/events/archive/packing.ts'
import { partOf } from '#lib/events/archive/part.ts'
import type { Place } from '#lib/events/archive/place.ts'
import { eventsOf, type Share, sharesOf } from '#lib/events/archive/table.ts'
import { dateOfDay, type PastDay } from '#lib/events/days.ts'

/** Packing and writing many small pieces takes twice as long. */
const CHUNK_BYTES = 64 * 1024

/** Where days go that are not kept any longer. */
export interface Archive {
  place: Place
  /** hours of a day that share a file; null: all of them */
  hours: number | null
}

/** What was written of a day: how many events of each share. */
export type Kept = ReadonlyMap<string, number>

export const nothingKept: Kept = new Map()

/**
 * Writes the events of a day into its files, those only of which there are others than are known to be kept, and answers what is kept
 * by then. Doing it again writes the same files again.
 */
export async function keepDay(
  pool: Pool,
  { place, hours }: Archive,
  day: PastDay,
  { kept, signal }: { kept: Kept; signal: AbortSignal },
): Promise<Kept> {
  const part = await partOf(pool, place, day)
  const now = new Map(kept)
  for (const share of await sharesOf(pool, day, hours)) {
    if (kept.get(keyOf(share)) === share.count) continue
    const events = eventsOf(pool, day, share, hours)
    let count = 0
    const messages = async function* () {
      for await (const event of events) {
        signal.throwIfAborted()
        count++
        yield messageOf(event)
      }
    }
    await place.write(pathFor(day, share, part), packed(inChunks(messages(), CHUNK_BYTES)))
    now.set(keyOf(share), count)
  }
  return now
}

const keyOf = ({ typeId, hour }: Share) => `${typeId} ${hour}`

const pathFor = ({ day }: PastDay, { projectId, type, hour }: Share, part: number): string =>
  pathOf({
    ...{ type, hour, day: dayNameOf(dateOfDay(day)) },
    ...{ host: hostOf({ projectId, part }), packing: NEW_PACKING },
  })
