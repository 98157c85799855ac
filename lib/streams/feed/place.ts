import type { PoolClient } from 'pg'
import type { Micros } from '#lib/streams/event.ts'
import { grown } from '#lib/streams/feed/grown.ts'
import type { Meeting } from '#lib/streams/feed/meet.ts'
import { type Portion, portionsOf, type Slot } from '#lib/streams/feed/portion.ts'
import {
  addMembers,
  close,
  findOpen,
  type Growth,
  lockOpen,
  type OpenStream,
  open,
  update,
} from '#lib/streams/feed/rows.ts'

/**
 * Puts events of one project into their streams. Feeders wait for each other never in a circle: each first opens what it may
 * have to open, in the order of the slots, which waits for those who have just opened the same; only then it locks what was there, in the order of the numbers, and
 * waits for those who have done with opening. Whoever finds that a stream has ended in between lets go of all and begins again.
 */
export async function place(
  client: PoolClient,
  projectId: number,
  meetings: readonly Meeting[],
  now: Micros,
): Promise<Growth[]> {
  if (meetings.length === 0) return []
  for (;;) {
    await client.query('savepoint feed')
    const growths = await attempt(client, projectId, meetings, now)
    await client.query(growths ? 'release savepoint feed' : 'rollback to savepoint feed')
    if (growths) return growths
  }
}

async function attempt(
  client: PoolClient,
  projectId: number,
  meetings: readonly Meeting[],
  now: Micros,
): Promise<Growth[] | null> {
  const older = await findOpen(client, projectId, olderSlots(meetings), now)
  const portions = [...portionsOf(meetings, older).values()]
  const begun = (portion: Portion) => growthOf(portion, null, now)
  const fresh = await open(client, projectId, portions.filter(isCurrent).map(begun))
  const found = await lockOpen(
    client,
    projectId,
    portions.filter(({ slot }) => !fresh.has(slot)),
  )
  const over = portions.filter(({ slot }) => isOver(found.get(slot), now))
  const isAll = fresh.size + found.size === portions.length
  // Ended in between; or an older version's: what it takes no more is the current one's.
  if (!isAll || !over.every(isCurrent)) return null

  const opened = new Map([...fresh, ...(await reopen(client, projectId, over.map(begun), found))])
  const growths = portions.map(portion =>
    growthOf(portion, opened.has(portion.slot) ? null : (found.get(portion.slot) ?? null), now),
  )
  await update(client, projectId, growths)
  await addMembers(client, projectId, growths, opened)
  return growths
}

const isCurrent = ({ version }: Portion) => version.isCurrent

const growthOf = (portion: Portion, before: OpenStream | null, now: Micros): Growth => ({
  ...{ portion, before, after: grown(before, portion, now) },
})

/** What is over gives its place to another one, which nobody else can open: they wait for whoever has closed the first. */
async function reopen(
  client: PoolClient,
  projectId: number,
  over: readonly Growth[],
  found: ReadonlyMap<string, OpenStream>,
): Promise<Map<string, string>> {
  await close(
    client,
    projectId,
    over.flatMap(({ portion }) => found.get(portion.slot) ?? []),
  )
  return open(client, projectId, over)
}

const isOver = (stream: OpenStream | undefined, now: Micros) =>
  stream !== undefined && stream.expireAt <= now

/** Places of versions that only go on with what they have, each once. */
function olderSlots(meetings: readonly Meeting[]): Slot[] {
  const slots = new Map<string, Slot>()
  for (const { places } of meetings)
    for (const place of places) if (!place.version.isCurrent) slots.set(place.slot, place)
  return [...slots.values()]
}
