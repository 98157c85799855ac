import type { Packing } from '#lib/events/archive/names.ts'
import { isOfContent, unpacked } from '#lib/events/archive/packing.ts'
import type { Place } from '#lib/events/archive/place.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import type { Event } from '#lib/events/event.ts'
import { reasonOf } from '#lib/failures.ts'
import { readEvent } from '#lib/intake/events/plain.ts'
import { openMessageStream } from '#lib/msgpack/read.ts'

/** A file in a place. */
export interface PlacedFile {
  path: string
  packing: Packing | null
}

/** For whoever reads. */
export interface Reader {
  /** Tells of what could not be read. */
  say(problem: string): void
  signal?: AbortSignal | undefined
}

/** What is in a file, one after another. One that breaks off, as a file in use does, is read as far as it goes. */
export async function* eventsIn(
  place: Place,
  { path, packing }: PlacedFile,
  project: string,
  { say, signal }: Reader,
): AsyncGenerator<StoredEvent, void> {
  const values = openMessageStream()
  let unreadable = 0
  try {
    for await (const chunk of unpacked(await place.read(path), packing)) {
      signal?.throwIfAborted()
      for (const value of values.read(chunk)) {
        const event = readEvent(value, 0)
        if ('read' in event && event.read.isTimed) yield storedOf(event.read, project)
        else unreadable++
      }
    }
    values.end()
  } catch (error) {
    if (!isOfContent(error)) throw error
    say(`${path} is not whole: ${reasonOf(error)}`)
  }
  if (unreadable > 0) say(`${path}: ${unreadable} values in it are no events.`)
}

const storedOf = ({ traits, start, at, ...event }: Event, project: string): StoredEvent => ({
  ...{
    type: event.type,
    id: event.id,
    uid: event.uid ?? '',
    project,
    host: event.host,
    pid: event.pid,
  },
  ...{ start: new Date(start * 1000), at: new Date(at * 1000) },
  duration: Math.round((at - start) * 1e6) / 1e6,
  traits: traits && JSON.parse(traits),
})
