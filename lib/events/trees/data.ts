import { conditionOf, newParameters, ofReached, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { searchEvents } from '#lib/events/search/data.ts'
import type { Items } from '#lib/items.ts'

/** What shares an id, in short. */
export interface Tree {
  id: string
  /** of the event that began first */
  type: string
  project: string
  count: number
  /** unix milliseconds */
  start: number
  end: number
  types: string[]
  hosts: string[]
}

/** The events of one id are near each other in time. */
const AROUND_MS = 86_400_000
const NAMES_SHOWN = 20

/** What belongs together with the events of a question, by the last one of each that fits; pages as of searchEvents. */
export async function searchTrees(
  question: Question,
  asked: { limit: number; cursor?: string | undefined },
): Promise<Items<Tree>> {
  const { items, next } = await searchEvents(question, asked)
  if (items.length === 0) return { items: [], next }
  const newest = Math.max(...items.map(({ at }) => at.getTime()))
  const oldest = Math.min(...items.map(({ at }) => at.getTime()))
  const ids = new Set(items.map(({ id }) => id))
  if (asked.cursor) for (const id of await cameAfter(question, [...ids], newest)) ids.delete(id)
  const trees = await readTrees(question, [...ids], {
    from: new Date(oldest - AROUND_MS),
    to: new Date(newest + AROUND_MS),
  })
  const byId = new Map(trees.map(tree => [tree.id, tree]))
  return { items: [...ids].flatMap(id => byId.get(id) ?? []), next }
}

/** Those ids that a page before this one has. */
async function cameAfter(question: Question, ids: string[], at: number): Promise<string[]> {
  const { values, add } = newParameters()
  const rows = await read<{ id: string }>(
    `select distinct e.id from event e where ${conditionOf(question, add)}
       and e.id = any(${add(ids)}::text[]) and e.at >= ${add(new Date(at + 1))}`,
    values,
  )
  return rows.map(({ id }) => id)
}

async function readTrees(
  question: Question,
  ids: string[],
  { from, to }: { from: Date; to: Date },
): Promise<Tree[]> {
  const { values, add } = newParameters()
  return read<Tree>(
    `select id, count(*)::int as count, (array_agg(type order by start, seconds desc))[1] as type,
       min(project) as project, min(start) * 1000 as start, max("end") * 1000 as end,
       (array_agg(distinct type))[:${NAMES_SHOWN}] as types,
       (array_agg(distinct host))[:${NAMES_SHOWN}] as hosts
     from (
       select e.id, e.seconds, extract(epoch from e.at)::float8 as end,
         extract(epoch from e.at)::float8 - e.seconds as start,
         (select name from event_type where id = e.type_id) as type,
         (select name from event_host where id = e.host_id) as host,
         (select name from project where id = e.project_id) as project
       from event e where e.id = any(${add(ids)}::text[]) and ${ofReached('e.project_id', question, add)}
         and e.at >= ${add(from)} and e.at < ${add(to)}
     ) part group by id`,
    values,
  )
}
