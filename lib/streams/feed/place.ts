import type { PoolClient } from 'pg'
import type { Micros } from '#lib/streams/event.ts'
import { grown } from '#lib/streams/feed/grown.ts'
import type { Meeting } from '#lib/streams/feed/meet.ts'
import { portionsOf, type Slot, slotOf } from '#lib/streams/feed/portion.ts'
import { addMembers, close, type Growth, lockOpen, open, update } from '#lib/streams/feed/rows.ts'

/**
 * Puts events into their streams. Whoever finds that another process has just opened one of them lets go of all that it has locked
 * and opened before it begins again, so that no two wait for each other.
 */
export async function place(
  client: PoolClient,
  meetings: readonly Meeting[],
  now: Micros,
): Promise<Growth[]> {
  for (;;) {
    await client.query('savepoint feed')
    const growths = await attempt(client, meetings, now)
    await client.query(growths ? 'release savepoint feed' : 'rollback to savepoint feed')
    if (growths) return growths
  }
}

async function attempt(
  client: PoolClient,
  meetings: readonly Meeting[],
  now: Micros,
): Promise<Growth[] | null> {
  const found = await lockOpen(client, slotsOf(meetings))
  const over = [...found].filter(([, { expireAt }]) => expireAt <= now)
  await close(
    client,
    over.map(([, stream]) => stream),
  )
  for (const [slot] of over) found.delete(slot)
  const growths = [...portionsOf(meetings, found)].map(([slot, portion]): Growth => {
    const before = found.get(slot) ?? null
    return { portion, before, after: grown(before, portion, now) }
  })
  return (await write(client, growths)) ? growths : null
}

/** Each once. */
function slotsOf(meetings: readonly Meeting[]): Slot[] {
  const slots = new Map<string, Slot>()
  for (const { places } of meetings) for (const place of places) slots.set(slotOf(place), place)
  return [...slots.values()]
}

/** Answers false when one that was to be opened is open. */
async function write(client: PoolClient, growths: readonly Growth[]): Promise<boolean> {
  const fresh = growths.filter(({ before }) => before === null)
  const opened = await open(client, fresh)
  if (opened.size < fresh.length) return false
  await update(client, growths)
  await addMembers(client, growths, opened)
  return true
}
