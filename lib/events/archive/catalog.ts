import { dateOf, readName } from '#lib/events/archive/names.ts'
import { originOf } from '#lib/events/archive/own-name.ts'
import type { Place } from '#lib/events/archive/place.ts'
import { badCursor, type Items } from '#lib/items.ts'

/** What an archive has of a day. */
export interface ArchivedDay {
  /** 2026-01-31 */
  day: string
  bytes: number
  types: { type: string; project: string; files: number; bytes: number }[]
}

interface Asked {
  limit: number
  cursor?: string | undefined
  /** What a project is called; null for one that is not to be told of. */
  nameOf(projectId: number): string | null
}

/** The days of an archive of which there is something to tell, the newest first. */
export async function listArchive(
  place: Place,
  { limit, cursor, nameOf }: Asked,
): Promise<Items<ArchivedDay>> {
  if (cursor !== undefined && dateOf(cursor) === null) throw badCursor()
  const days = (await place.days()).filter(day => cursor === undefined || day < cursor).reverse()
  const items: ArchivedDay[] = []
  for (const [i, name] of days.entries()) {
    const types = await typesOf(place, name, nameOf)
    const bytes = types.reduce((sum, type) => sum + type.bytes, 0)
    if (types.length > 0) items.push({ day: dashed(name), bytes, types })
    if (items.length === limit) return { items, next: i < days.length - 1 ? name : null }
  }
  return { items, next: null }
}

const dashed = (day: string) => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`

async function typesOf(place: Place, day: string, nameOf: Asked['nameOf']) {
  const types = new Map<string, ArchivedDay['types'][number]>()
  for (const { name, bytes } of await place.files(day)) {
    const file = readName(name)
    const project = file && nameOf(originOf(file).projectId)
    if (!project) continue
    const key = `${project} ${file.type}`
    const entry = types.get(key) ?? { type: file.type, project, files: 0, bytes: 0 }
    types.set(key, { ...entry, files: entry.files + 1, bytes: entry.bytes + bytes })
  }
  return [...types.values()]
}
