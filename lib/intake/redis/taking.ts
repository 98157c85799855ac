import type { ListenerContext } from '#lib/intake/listener.ts'
import type { Batch, Batches } from '#lib/intake/redis/batches.ts'
import { type Bell, openBell } from '#lib/intake/redis/bell.ts'
import { countBatch, countErrors, countMessages } from '#lib/intake/redis/count.ts'
import { type Place, placesOf } from '#lib/intake/redis/places.ts'

/** How long a place that was empty is left alone. Of what is put into a set, the client tells beside. */
const IDLE_MS: Record<Place['kind'], number> = { list: 200, set: 1_000 }
/** How often what others left is looked for. */
const LEFT_MS = 10_000

interface Means extends Pick<ListenerContext, 'intake' | 'metrics' | 'directory'> {
  batches: Batches
  run(what: string, work: () => Promise<number>): void
}

export interface Taking {
  /** There is something in a set now. */
  noticed(set: string): void
  /** the lists that are taken in now */
  lists(): string[]
  /** elements that were counted */
  taken(): number
  /** Wakes what rests, so that it can end. */
  close(): void
}

/** Takes whatever is in the places that there are and counts it, batch by batch, each place by itself. */
export function openTaking({ intake, metrics, directory, batches, run }: Means): Taking {
  const bells = new Map<string, Bell>()
  let places = placesOf(directory)
  let taken = 0

  async function count(batch: Batch) {
    const project = directory.byId(batch.projectId)
    if (batch.kind === 'list')
      await countBatch(batch, countErrors(intake, project ?? directory.claimedBy({})))
    // Numbers of a project that was deleted are nobody's.
    else if (project) await countBatch(batch, countMessages(metrics, project))
    await batches.remove(batch)
    taken += batch.items.length
  }

  /** Takes batch after batch; one that could not be counted or removed is tried again before the next. */
  function empty(
    what: string,
    take: () => Promise<Batch | undefined>,
    rest: () => Promise<number>,
  ) {
    let batch: Batch | undefined
    run(what, async () => {
      batch ??= await take()
      if (!batch) return rest()
      await count(batch)
      batch = undefined
      return 0
    })
  }

  function follow({ key, kind }: Place) {
    const bell = openBell()
    bells.set(key, bell)
    const take = async () => {
      const place = places.get(key)
      return place && batches.take(place)
    }
    empty(`${kind} ${key}`, take, async () => {
      await bell.rest(IDLE_MS[kind])
      return 0
    })
  }

  function followAll() {
    places = placesOf(directory)
    for (const place of places.values()) if (!bells.has(place.key)) follow(place)
  }

  empty('what was left', batches.abandoned, async () => LEFT_MS)
  followAll()
  const stopHearing = directory.onChange(followAll)

  return {
    noticed: set => bells.get(set)?.ring(),
    lists: () => [...places.values()].filter(({ kind }) => kind === 'list').map(({ key }) => key),
    taken: () => taken,
    close() {
      stopHearing()
      for (const bell of bells.values()) bell.ring()
    },
  }
}
