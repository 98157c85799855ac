import { eventsIn, type PlacedFile, type Reader } from '#lib/events/archive/file.ts'
import { mayAskFor } from '#lib/events/archive/may-hold.ts'
import { merged } from '#lib/events/archive/merge.ts'
import { type DayFile, dayNameOf, isCut, readName } from '#lib/events/archive/names.ts'
import { originOf } from '#lib/events/archive/own-name.ts'
import type { Place } from '#lib/events/archive/place.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import { matcherOf } from '#lib/events/query/match.ts'
import type { Query } from '#lib/events/query/query.ts'

/** Which events of an archive. */
export interface Wanted extends Reader {
  query: Query
  from: Date
  /** not included */
  to: Date
  /** What a project is called; null for one that is not to be read. */
  nameOf(projectId: number): string | null
  /** Whether what is in a part of a day is still found elsewhere. */
  isElsewhere?(day: string, part: number): boolean
}

/** Files that are read one after another. */
interface Source {
  project: string
  files: (DayFile & PlacedFile)[]
}

/** The events that are asked for, day by day; of a day type by type, and of a type by their end as far as Belfry wrote them. */
export async function* archivedEvents(
  place: Place,
  wanted: Wanted,
): AsyncGenerator<StoredEvent, void> {
  const { query, from, to } = wanted
  const matches = matcherOf(query)
  for (const day of await daysOf(place, wanted))
    for (const parts of sourcesOf(day, await place.files(day), wanted))
      for await (const event of merged(parts.map(part => inTurn(place, part, wanted))))
        if (event.at >= from && event.at < to && matches(event)) yield event
}

async function daysOf(place: Place, { from, to }: Wanted): Promise<string[]> {
  const [first, last] = [dayNameOf(from), dayNameOf(to)]
  return (await place.days()).filter(day => day >= first && day <= last)
}

/** What of a day is to be read: of each project and type the parts in which Belfry wrote it, and each file of others by itself. */
function sourcesOf(day: string, placed: readonly { name: string }[], wanted: Wanted): Source[][] {
  const groups = new Map<string, Map<string, Source>>()
  for (const { name } of placed) {
    const file = readName(name)
    if (!file || !(isCut(file) || mayAskFor(wanted.query, file.type))) continue
    const { projectId, part, isOwn } = originOf(file)
    const project = wanted.nameOf(projectId)
    if (project === null || (isOwn && wanted.isElsewhere?.(day, part))) continue
    const group = `${projectId} ${isOwn ? file.type : name}`
    const sources = groups.get(group) ?? new Map<string, Source>()
    const source = sources.get(String(part)) ?? { project, files: [] }
    source.files.push({ ...file, path: `${day}/${name}` })
    groups.set(group, sources.set(String(part), source))
  }
  return [...groups.values()].map(sources => [...sources.values()])
}

async function* inTurn(
  place: Place,
  { files, project }: Source,
  reader: Reader,
): AsyncGenerator<StoredEvent, void> {
  for (const file of files.sort((a, b) => (a.hour ?? 0) - (b.hour ?? 0)))
    yield* eventsIn(place, file, project, reader)
}
