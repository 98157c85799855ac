import type { PoolClient } from 'pg'
import type { Event } from '#lib/events/event.ts'
import type { Batch, Request } from '#lib/events/intake/batch.ts'
import type { Outcome } from '#lib/events/intake/contract.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { isKept } from '#lib/events/rules.ts'
import { copyOf, note, writeArrivals } from '#lib/projects/intake/arrivals.ts'
import { claimBatch, claimRequests } from '#lib/projects/intake/seen.ts'

/** For each request, for each of its events. */
export type Written = Outcome[][]

/** Writes a batch inside the caller's transaction; null when it was written before. */
export async function write(
  client: PoolClient,
  batch: Batch,
  done: string | undefined,
): Promise<Written | null> {
  if (!(await claimBatch(client, batch.id, done))) return null
  const written = await fatesOf(client, batch.requests)
  for (const [projectId, items] of byProject(batch.requests, written)) {
    const outcomes = await storeEvents(
      client,
      projectId,
      items.map(({ event }) => event),
    )
    for (const [i, { fates, place }] of items.entries()) fates[place] = outcomes[i] ?? 'refused'
  }

  const counts = copyOf(batch.counts)
  for (const [i, { project, input }] of batch.requests.entries())
    for (const outcome of written[i] ?? []) note(counts, project.id, input, outcome)
  await writeArrivals(client, counts)
  return written
}

/** `accepted` for what is to be stored. */
async function fatesOf(client: PoolClient, requests: readonly Request[]): Promise<Written> {
  // Those that tell when they ended are recognised by their row.
  const named = requests.map(({ project, key, events }) => ({
    ...{ project, key },
    events: events.map(({ uid, isTimed }) => ({ uid: isTimed ? undefined : uid })),
  }))
  const isNew = await claimRequests(client, named)
  return requests.map(({ project, events }, i) => {
    const { rules } = project.settings.events
    return events.map((event, k): Outcome => {
      if (isNew[i]?.[k] !== true) return 'duplicate'
      return isKept(event, rules) ? 'accepted' : 'sampled_out'
    })
  })
}

/** An event to be stored, and where its outcome goes. */
interface Item {
  event: Event
  fates: Outcome[]
  place: number
}

/** In the order of the projects' numbers, as everything that locks several projects does. */
function byProject(requests: readonly Request[], written: Written): [number, Item[]][] {
  const projects = new Map<number, Item[]>()
  for (const [i, { project, events }] of requests.entries()) {
    const fates = written[i] ?? []
    const items = events.flatMap((event, place) =>
      fates[place] === 'accepted' ? [{ event, fates, place }] : [],
    )
    const others = projects.get(project.id)
    if (others) for (const item of items) others.push(item)
    else if (items.length > 0) projects.set(project.id, items)
  }
  return [...projects].sort(([a], [b]) => a - b)
}
