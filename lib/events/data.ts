import type { Reach } from '#lib/access/reach.ts'
import { readCursor } from '#lib/events/cursor.ts'
import { type Measure, measureSql } from '#lib/events/measures.ts'
import { parseQuery } from '#lib/events/query/parse.ts'
import type { AddParameter } from '#lib/events/query/sql.ts'
import { conditionOf, newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { wholeTree } from '#lib/events/tree/question.ts'
import { knownTypes } from '#lib/events/types/data.ts'
import { textAt } from '#lib/events/values.ts'
import { UserError } from '#lib/failures.ts'
import { type Items, itemsOf } from '#lib/items.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

/** An event as it is stored. */
export interface StoredEvent {
  type: string
  /** shared by the events of one tree of contexts */
  id: string
  uid: string
  project: string
  host: string
  pid: number | null
  start: Date
  at: Date
  /** seconds */
  duration: number
  traits: Record<string, unknown> | null
}

const HOUR_MS = 3_600_000
/** Of one tree no more are shown. */
const TREE_LIMIT = 5_000
/** As they are stored; all of them are in memory at once. */
const TREE_BYTES = 16 * 1024 * 1024

interface Paging {
  limit: number
  cursor?: string | undefined
  limitMs?: number
  isOldestFirst?: boolean
}

/** The events that are asked for, by default those that ended last first. */
export async function listEvents(
  question: Question,
  { limit, cursor, limitMs, isOldestFirst = false }: Paging,
): Promise<Items<StoredEvent>> {
  const { values, add } = newParameters()
  const conditions = [conditionOf(question, add)]
  const [order, after] = isOldestFirst ? (['asc', '>'] as const) : (['desc', '<'] as const)
  if (cursor) conditions.push(beyond(cursor, after, add))
  const rows = await read<Row>(
    `select ${COLUMNS} from event e where ${conditions.join(' and ')}
     order by e.at ${order}, e.uid ${order} limit ${limit + 1}`,
    values,
    { limitMs },
  )
  const { items, next } = itemsOf(rows, limit, ({ microseconds, uid }) => `${microseconds}_${uid}`)
  return { items: items.map(eventOf), next }
}

/** The events of one tree of contexts, by their beginning. */
export async function treeOf(reach: Reach, id: string): Promise<StoredEvent[]> {
  const { values, add } = newParameters()
  const order = `e.at - e.seconds * interval '1 second', e.at desc, e.uid`
  const rows = await read<Row>(
    `select ${COLUMNS} from (
       select e.*, sum(coalesce(pg_column_size(e.traits), 0)) over (order by ${order}) as bytes
       from event e where ${conditionOf(wholeTree(reach, id), add)}) e
     where bytes <= ${TREE_BYTES} order by ${order} limit ${TREE_LIMIT}`,
    values,
  )
  return rows.map(eventOf)
}

/** One number of all events that are asked for; null when there is none. */
export async function measure(question: Question, what: Measure): Promise<number | null> {
  const { values, add } = newParameters()
  const [row] = await read<{ value: number | null }>(
    `select ${measureSql(what, add)} as value from event e where ${conditionOf(question, add)}`,
    values,
  )
  return row?.value ?? null
}

/** The same by the values of a trait, the greatest first. */
export async function measureBy(
  question: Question,
  what: Measure,
  trait: string,
  most: number,
): Promise<{ value: string | null; measured: number | null; count: number }[]> {
  const { values, add } = newParameters()
  return read(
    `select ${textAt(trait, add)} as value, ${measureSql(what, add)} as measured, count(*)::int as count
     from event e where ${conditionOf(question, add)}
     group by 1 order by measured desc nulls last, value limit ${add(most)}`,
    values,
  )
}

/** The same over time: [unix milliseconds at which a slice begins, number], slices without events left out. */
export async function measureOverTime(
  question: Question,
  what: Measure,
  sliceSeconds: number,
): Promise<[number, number | null][]> {
  const { values, add } = newParameters()
  const slice = `${add(sliceSeconds)}::float8`
  const rows = await read<{ at: number; value: number | null }>(
    `select floor(extract(epoch from e.at)::float8 / ${slice}) * ${slice} as at, ${measureSql(what, add)} as value
     from event e where ${conditionOf(question, add)} group by 1 order by 1`,
    values,
  )
  return rows.map(({ at, value }) => [at * 1000, value])
}

/** When the last event that is asked for ended, or null. */
export async function lastEnd(question: Question): Promise<Date | null> {
  const { values, add } = newParameters()
  const [row] = await read<{ at: Date }>(
    `select e.at from event e where ${conditionOf(question, add)} order by e.at desc limit 1`,
    values,
  )
  return row?.at ?? null
}

interface Row extends Omit<StoredEvent, 'start'> {
  microseconds: string
}

const COLUMNS = `
  (select name from event_type where id = e.type_id) as type,
  (select name from event_host where id = e.host_id) as host,
  (select name from project where id = e.project_id) as project,
  e.id, e.uid, e.pid, e.at, e.seconds as duration, e.traits,
  (extract(epoch from e.at) * 1000000)::bigint::text as microseconds`

const eventOf = ({ microseconds, ...row }: Row): StoredEvent => ({
  ...row,
  start: new Date(row.at.getTime() - row.duration * 1000),
})

/** Events after the one that a page ended with. */
function beyond(cursor: string, after: '<' | '>', add: AddParameter): string {
  const { microseconds, uid } = readCursor(cursor)
  return `(e.at, e.uid) ${after} ('epoch'::timestamptz + ${add(microseconds)}::bigint * interval '1 microsecond', ${add(uid)})`
}

/** A question as people put it. */
export interface Asked {
  query?: string | undefined
  /** name or number */
  project?: string | number | undefined
  /** default an hour before `to` */
  from?: Date | undefined
  /** default now */
  to?: Date | undefined
}

/** Throws a UserError that says where it is wrong, or that the range is. */
export async function questionOf(
  reach: Reach,
  { query: text = '', project, to = new Date(), from = new Date(to.getTime() - HOUR_MS) }: Asked,
): Promise<Question> {
  const projectId =
    project === undefined ? undefined : (await getProjectNamed(reach, String(project))).id
  if (from > to)
    throw new UserError('The range is the wrong way round.', {
      fields: { from: 'must not be after `to`' },
    })
  const query = parseQuery(text)
  const types = await knownTypes(query, { reach, projectId })
  return { reach, projectId, query, types, from, to }
}
