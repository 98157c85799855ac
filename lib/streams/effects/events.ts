import type { PoolClient } from 'pg'
import type { Input, Outcome } from '#lib/events/intake/contract.ts'
import { isInWindow } from '#lib/events/intake/open.ts'
import { storeEvents } from '#lib/events/intake/store.ts'
import { type Arrivals, note, writeArrivals } from '#lib/projects/intake/arrivals.ts'
import { claimRequests } from '#lib/projects/intake/seen.ts'
import type { Due } from '#lib/streams/effects/contract.ts'
import { type Made, madeOf } from '#lib/streams/effects/made.ts'
import type { ProjectOf, SayOf } from '#lib/streams/effects/open.ts'
import { type Fed, feed, MOST_DEPTH } from '#lib/streams/feed/feed.ts'
import type { NewEvent } from '#lib/streams/handlers/contract.ts'
import { countUp } from '#lib/streams/statistics/tally.ts'

interface Means {
  projectOf: ProjectOf
  say: SayOf
}

interface Stored {
  /** those that were taken */
  made: Made[]
  fed: Fed
}

/** Stores the events that pipelines make, and feeds them to the triggers. One that has come before with the same uid is not taken. */
export async function writeEvents(
  client: PoolClient,
  due: readonly Due<NewEvent>[],
  { projectOf, say }: Means,
): Promise<Stored> {
  const made = madeOf(due, Date.now() / 1000)
  const outcomes = await store(client, made, projectOf)
  const counts: Arrivals<Input, Outcome> = new Map()
  for (const [one, outcome] of outcomes) {
    const { stream, event } = one
    note(counts, stream.projectId, 'belfry', outcome)
    if (outcome !== 'accepted')
      say(stream, 'warn', `The event ${event.type} ${event.uid} was not stored: ${outcome}.`)
  }
  await writeArrivals(client, counts)
  const stored = made.filter(one => outcomes.get(one) === 'accepted')
  const fed = await feed(
    client,
    stored.map(({ stream, event }) => ({
      ...{ event, projectId: stream.projectId, depth: stream.depth + 1 },
    })),
  )
  for (const { stream } of stored.filter(({ stream }) => stream.depth >= MOST_DEPTH)) {
    say(stream, 'warn', TOO_DEEP)
    countUp(fed.tally, stream.triggerId, 'Too deep')
  }
  return { made: stored, fed }
}

const TOO_DEEP = `An event of it meets no trigger: ${MOST_DEPTH} pipelines led to it, which looks like a loop.`

/** What becomes of each. In the order of the projects' numbers, as everything that locks several. */
async function store(
  client: PoolClient,
  made: readonly Made[],
  projectOf: ProjectOf,
): Promise<Map<Made, Outcome>> {
  const outcomes = new Map<Made, Outcome>(made.map(one => [one, fateOf(one, projectOf)]))
  const fitting = made.filter(one => outcomes.get(one) === 'accepted')
  const isNew = await claimRequests(client, fitting.map(nameOf))
  for (const [i, one] of fitting.entries()) if (!isNew[i]?.[0]) outcomes.set(one, 'duplicate')

  const fresh = fitting.filter(one => outcomes.get(one) === 'accepted')
  const byProject = [...Map.groupBy(fresh, ({ stream }) => stream.projectId)]
  for (const [projectId, items] of byProject.sort(([a], [b]) => a - b)) {
    const events = items.map(({ event }) => event)
    const stored = await storeEvents(client, projectId, events)
    for (const [i, one] of items.entries()) outcomes.set(one, stored[i] ?? 'refused')
  }
  return outcomes
}

function fateOf({ stream, event }: Made, projectOf: ProjectOf): Outcome {
  const project = projectOf(stream.projectId)
  if (!project) return 'refused'
  return isInWindow(event, project) ? 'accepted' : 'out_of_window'
}

/** One with a time of its own is recognised by its row. */
const nameOf = ({ stream, event, isNamed }: Made) => ({
  project: { id: stream.projectId },
  events: [{ uid: isNamed && !event.isTimed ? event.uid : undefined }],
})
