import { connect } from '#bin/connect.ts'
import type { AskedEvents } from '#bin/events/over-api.ts'
import { everything } from '#lib/access/reach.ts'
import { everyEvent } from '#lib/events/archive/data.ts'
import { openPlace } from '#lib/events/archive/place.ts'
import { archivedEvents } from '#lib/events/archive/read.ts'
import { questionOf, type StoredEvent } from '#lib/events/data.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import { DEFAULT_PROJECT } from '#lib/projects/schema.ts'

type Events = AsyncGenerator<StoredEvent, void>
type Say = (problem: string) => void

/** What the installation on this machine has, in its archive and its database. */
export async function* eventsHere(asked: AskedEvents, say: Say): Events {
  const { archive } = await connect()
  const question = await questionOf(everything, asked)
  const place = archive && openPlace(archive.address, archive.endpoint)
  yield* everyEvent(question, { place, say })
}

/** What lies in an archive, whoever wrote it. Without a database its projects have no names but their numbers. */
export function eventsIn(
  archive: { address: string; endpoint?: string | undefined },
  { query, project, from, to }: AskedEvents,
  say: Say,
): Events {
  const nameOf = (id: number) => {
    const name = id === DEFAULT_PROJECT ? 'default' : `project${id}`
    return project === undefined || [name, String(id)].includes(project) ? name : null
  }
  const place = openPlace(archive.address, archive.endpoint)
  return archivedEvents(place, { query: parseQuery(query), from, to, nameOf, say })
}
