import { type Key, keysIn } from '#lib/events/keys/flatten.ts'
import { newParameters, ofReached, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'

type Where = Pick<Question, 'reach' | 'projectId' | 'from' | 'to'>

/** Types looked at, those that came last, and the newest events of each. */
const TYPES = 200
const OF_EACH = 20
/** One long event must not be all that is looked at. */
const LENGTH_LIMIT = 16_384
const NAMES = 50
/** Without keys one can still type. */
const LIMIT_MS = 4_000

/** The traits of the newest events of each type of a time. Rows are compared so that the index of types is the one that is used. */
export async function keysOf(where: Where): Promise<Key[]> {
  const { values, add } = newParameters()
  const rows = await read<{ traits: unknown }>(
    `select newest.traits from (
       select id from event_type t where ${ofReached('t.project_id', where, add)} and last_seen >= ${add(where.from)}
       order by last_seen desc limit ${TYPES}
     ) type cross join lateral (
       select e.traits from event e
       where (e.type_id, e.at) >= (type.id, ${add(where.from)}) and (e.type_id, e.at) < (type.id, ${add(where.to)})
         and e.at >= ${add(where.from)} and e.at < ${add(where.to)}
       order by e.type_id desc, e.at desc limit ${OF_EACH}
     ) newest where length(newest.traits::text) <= ${LENGTH_LIMIT}`,
    values,
    { limitMs: LIMIT_MS },
  )
  return keysIn(rows.map(({ traits }) => traits))
}

/** Types, or hosts, with these letters, those that begin with them first. */
export async function namesOf(
  where: Where,
  of: 'type' | 'host',
  letters: string,
): Promise<string[]> {
  const { values, add } = newParameters()
  const start = add(letters.toLowerCase())
  const rows = await read<{ name: string }>(
    `select name from ${of === 'type' ? 'event_type' : 'event_host'} n
     where ${ofReached('n.project_id', where, add)} and strpos(lower(name), ${start}) > 0 and name <> ''
     group by name order by not starts_with(lower(name), ${start}), name limit ${NAMES}`,
    values,
  )
  return rows.map(({ name }) => name)
}
