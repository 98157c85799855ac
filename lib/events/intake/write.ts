import type { PoolClient } from 'pg'
import type { Batch, Request } from '#lib/events/intake/batch.ts'
import type { Outcome } from '#lib/events/intake/contract.ts'
import { type NamedEvent, named, storeEvents } from '#lib/events/intake/store.ts'
import { isKept } from '#lib/events/rules.ts'
import { holdProjects } from '#lib/projects/hold.ts'
import { copyOf, note, writeArrivals } from '#lib/projects/intake/arrivals.ts'
import { claimBatch, claimRequests } from '#lib/projects/intake/seen.ts'
import type { Arrival } from '#lib/streams/feed/arrival.ts'
import { type Fed, feed } from '#lib/streams/feed/feed.ts'

export interface Written {
  /** for each request, for each of its events */
  outcomes: Outcome[][]
  /** what triggers did with those that are new */
  fed: Fed
}

/** Writes a batch, and what comes of it in streams, inside the caller's transaction; null when it was written before. */
export async function write(
  client: PoolClient,
  batch: Batch,
  done: string | undefined,
): Promise<Written | null> {
  if (!(await claimBatch(client, batch.id, done))) return null
  const ids = batch.requests.map(({ project }) => project.id)
  await holdProjects(client, [...ids, ...batch.counts.keys()])
  const outcomes = await fatesOf(client, batch.requests)
  const arrivals: Arrival[] = []
  for (const [projectId, items] of byProject(batch.requests, outcomes)) {
    const stored = await storeEvents(
      client,
      projectId,
      items.map(({ event }) => event),
    )
    for (const [i, { event, fates, place }] of items.entries()) {
      fates[place] = stored[i] ?? 'refused'
      if (stored[i] === 'accepted') arrivals.push({ projectId, event, depth: 0 })
    }
  }
  const fed = await feed(client, arrivals)

  const counts = copyOf(batch.counts)
  for (const [i, { project, input }] of batch.requests.entries())
    for (const outcome of outcomes[i] ?? []) note(counts, project.id, input, outcome)
  await writeArrivals(client, counts)
  return { outcomes, fed }
}

/** `accepted` for what is to be stored. */
async function fatesOf(client: PoolClient, requests: readonly Request[]): Promise<Outcome[][]> {
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
  event: NamedEvent
  fates: Outcome[]
  place: number
}

/** In the order of the projects' numbers, as everything that locks several projects does. */
function byProject(requests: readonly Request[], outcomes: Outcome[][]): [number, Item[]][] {
  const projects = new Map<number, Item[]>()
  for (const [i, { project, events }] of requests.entries()) {
    const fates = outcomes[i] ?? []
    const items = events.flatMap((event, place) =>
      fates[place] === 'accepted' ? [{ event: named(event), fates, place }] : [],
    )
    const others = projects.get(project.id)
    if (others) for (const item of items) others.push(item)
    else if (items.length > 0) projects.set(project.id, items)
  }
  return [...projects].sort(([a], [b]) => a - b)
}
