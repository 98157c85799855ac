import { groupsOf, reachedSql } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import type { Reader } from '#lib/events/archive/file.ts'
import { notedParts } from '#lib/events/archive/part.ts'
import type { Place } from '#lib/events/archive/place.ts'
import { archivedEvents } from '#lib/events/archive/read.ts'
import { listEvents, type StoredEvent } from '#lib/events/data.ts'
import { dateOfDay, firstDay } from '#lib/events/days.ts'
import type { Question } from '#lib/events/question.ts'

const PAGE = 1_000
/** Searched at once: what fits nowhere in it must be found out within the time limit of one question. */
const WINDOW_MS = 3_600_000

interface Means extends Reader {
  /** null where there is none */
  place: Place | null
}

/** All events that are asked for, the oldest first: those of the archive day by day, then those of the store by their end. */
export async function* everyEvent(
  question: Question,
  { place, ...reader }: Means,
): AsyncGenerator<StoredEvent, void> {
  if (place) yield* fromArchive(question, place, reader)
  yield* fromStore(question, reader)
}

/** What a project is called; null for one that is not reached. Those that are gone are for whoever reaches everything. */
export async function projectNames({
  reach,
  projectId,
}: Pick<Question, 'reach' | 'projectId'>): Promise<(id: number) => string | null> {
  const { rows } = await pool().query<{ id: number; name: string }>(
    `select id, name from project where ${reachedSql('groups', '$1')}`,
    [groupsOf(reach)],
  )
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return id => {
    if (projectId !== undefined && id !== projectId) return null
    return names.get(id) ?? (reach.all ? `project${id}` : null)
  }
}

async function* fromArchive(
  { query, from, to, ...whose }: Question,
  place: Place,
  reader: Reader,
): AsyncGenerator<StoredEvent, void> {
  const open = (await notedParts(pool())).filter(({ isOpen }) => isOpen)
  const isElsewhere = (day: string, part: number) =>
    open.some(noted => noted.day === day && part >= noted.part)
  const nameOf = await projectNames(whose)
  yield* archivedEvents(place, { query, from, to, nameOf, isElsewhere, ...reader })
}

async function* fromStore(
  question: Question,
  { signal }: Reader,
): AsyncGenerator<StoredEvent, void> {
  const first = await firstDay(pool())
  if (first === null) return
  const end = question.to.getTime()
  let begin = Math.max(question.from.getTime(), dateOfDay(first).getTime())
  for (; begin < end; begin += WINDOW_MS) {
    signal?.throwIfAborted()
    const to = new Date(Math.min(begin + WINDOW_MS, end))
    yield* inOrder({ ...question, from: new Date(begin), to })
  }
}

async function* inOrder(question: Question): AsyncGenerator<StoredEvent, void> {
  let cursor: string | undefined
  do {
    const { items, next } = await listEvents(question, { limit: PAGE, cursor, isOldestFirst: true })
    yield* items
    cursor = next ?? undefined
  } while (cursor !== undefined)
}
