import type { PoolClient } from 'pg'
import { newId } from '#client/ids.ts'
import { dayOf, openDays } from '#lib/events/days.ts'
import { type Event, secondsOf } from '#lib/events/event.ts'
import type { Outcome } from '#lib/events/intake/contract.ts'
import { type NameTable, numbersOf } from '#lib/events/intake/names.ts'
import { numberArray } from '#lib/number-array.ts'
import { textArray } from '#lib/text-array.ts'

/** An event that can be told from all others. */
export type NamedEvent = Event & { uid: string }

/** With a uid of our own, when the sender gave none. */
export const named = (event: Event): NamedEvent =>
  isNamed(event) ? event : { ...event, uid: newId(event.at * 1000) }

const isNamed = (event: Event): event is NamedEvent => event.uid !== undefined

/** What is stored of one event, and the place of its outcome. */
interface Row {
  place: number
  event: NamedEvent
  type: number
  host: number
}

/**
 * Stores events of one project inside the caller's transaction, and tells what became of each, in order: one with the uid and the
 * end of one that is there already is a duplicate.
 */
export async function storeEvents(
  client: PoolClient,
  projectId: number,
  events: readonly Event[],
): Promise<Outcome[]> {
  const types = await namesOf(client, 'event_type', projectId, events, ({ type }) => type)
  const hosts = await namesOf(client, 'event_host', projectId, events, ({ host }) => host)
  const outcomes = new Array<Outcome>(events.length).fill('accepted')
  const rows: Row[] = []
  for (const [place, event] of events.entries()) {
    const type = types.get(event.type)
    const host = hosts.get(event.host)
    if (type === undefined || host === undefined) outcomes[place] = 'too_many_names'
    else rows.push({ place, event: named(event), type, host })
  }
  const moving = await openDays(client, new Set(rows.map(({ event }) => dayOf(event.at))))
  const isMoving = ({ event }: Row) => moving.has(dayOf(event.at))
  for (const { place } of rows.filter(isMoving)) outcomes[place] = 'out_of_window'
  const rest = rows.filter(row => !isMoving(row))
  for (const { place } of await insert(client, projectId, rest)) outcomes[place] = 'duplicate'
  return outcomes
}

const namesOf = (
  client: PoolClient,
  table: NameTable,
  projectId: number,
  events: readonly Event[],
  nameOf: (event: Event) => string,
) => numbersOf(client, table, projectId, [...new Set(events.map(nameOf))])

/** Answers those that were there before. */
async function insert(client: PoolClient, projectId: number, rows: readonly Row[]): Promise<Row[]> {
  if (rows.length === 0) return []
  const uids = textArray(rows.map(({ event }) => event.uid))
  const ats = numbers(rows, ({ event }) => event.at)
  const { rowCount } = await client.query({
    name: 'events: insert',
    text: INSERT,
    values: [
      ...[projectId, numbers(rows, ({ type }) => type), numbers(rows, ({ host }) => host)],
      ...[ats, numbers(rows, ({ event }) => secondsOf(event)), uids],
      textArray(rows.map(({ event }) => event.id)),
      numbers(rows, ({ event }) => event.pid),
      textArray(rows.map(({ event }) => event.traits ?? 'null')),
    ],
  })
  if (rowCount === rows.length) return []
  const own = await client.query<{ uid: string }>(OWN, [uids, ats, projectId])
  const inserted = new Set(own.rows.map(({ uid }) => uid))
  // Of several with the same uid in one batch the first is the one.
  return rows.filter(({ event }) => !inserted.delete(event.uid))
}

const numbers = (rows: readonly Row[], read: (row: Row) => number | null) =>
  numberArray(rows.map(read))

const INSERT = `
  insert into event (project_id, type_id, host_id, at, seconds, uid, id, pid, traits)
  select $1, type, host, to_timestamp(at), seconds, uid, id, pid, nullif(traits::jsonb, 'null')
  from unnest($2::int[], $3::int[], $4::float8[], $5::float8[], $6::text[], $7::text[], $8::int[], $9::text[])
    as given(type, host, at, seconds, uid, id, pid, traits)
  on conflict (uid, at, project_id) do nothing`

/** Those of these that this transaction has put in. */
const OWN = `
  select e.uid from unnest($1::text[], $2::float8[]) as given(uid, at)
  join event e on e.uid = given.uid and e.at = to_timestamp(given.at) and e.project_id = $3
  where e.xmin = pg_current_xact_id()::xid`
