import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Place } from '#lib/events/archive/place.ts'
import { archivedEvents, type Wanted } from '#lib/events/archive/read.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import { parseQuery } from '#lib/events/query/parse.ts'

/** A folder that is gone when it is disposed of. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'belfry-archive-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

interface Asked extends Partial<Omit<Wanted, 'query'>> {
  query?: string
}

/** What is read of an archive, and what was said about it. */
export async function readArchive(place: Place, { query = '', ...asked }: Asked = {}) {
  const said: string[] = []
  const events: StoredEvent[] = []
  const wanted: Wanted = {
    ...{ query: parseQuery(query), from: new Date(0), to: new Date('2100-01-01') },
    nameOf: id => `project ${id}`,
    say: problem => said.push(problem),
    ...asked,
  }
  for await (const event of archivedEvents(place, wanted)) events.push(event)
  return { events, said, uids: events.map(({ uid }) => uid) }
}
