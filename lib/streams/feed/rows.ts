import type { PoolClient } from 'pg'
import { numberArray } from '#lib/number-array.ts'
import { traitsOf } from '#lib/streams/definition/key.ts'
import type { Micros } from '#lib/streams/event.ts'
import type { Collected } from '#lib/streams/feed/grown.ts'
import { type Portion, type Slot, slotOf } from '#lib/streams/feed/portion.ts'
import { textArray } from '#lib/text-array.ts'

export interface OpenStream extends Collected {
  id: string
}

/** A stream as it is to be, and what of it is new. */
export interface Growth {
  portion: Portion
  before: OpenStream | null
  after: Collected
}

/** Those of the slots that are taken, by streams that are not over. */
export async function findOpen(
  client: PoolClient,
  projectId: number,
  slots: readonly Slot[],
  now: Micros,
): Promise<Set<string>> {
  if (slots.length === 0) return new Set()
  const { rows } = await client.query<{ place: number }>({
    name: 'streams: find',
    text: FIND,
    values: [projectId, ...columnsOfSlots(slots), now],
  })
  return new Set(rows.map(({ place }) => (slots[place - 1] as Slot).slot))
}

/** Those that are open, by their slots, locked in the order of their numbers as everything that locks several does. */
export async function lockOpen(
  client: PoolClient,
  projectId: number,
  slots: readonly Slot[],
): Promise<Map<string, OpenStream>> {
  if (slots.length === 0) return new Map()
  const { rows } = await client.query<LockedRow>({
    name: 'streams: lock',
    text: LOCK,
    values: [projectId, ...columnsOfSlots(slots)],
  })
  return new Map(rows.map(({ place, ...stream }) => [(slots[place - 1] as Slot).slot, stream]))
}

const columnsOfSlots = (slots: readonly Slot[]) => [
  numberArray(slots.map(({ version }) => version.id)),
  numberArray(slots.map(({ key }) => key)),
]

interface LockedRow extends OpenStream {
  /** among the slots, from 1 */
  place: number
}

/** What comes from now on is not theirs; they expire when an engine comes to them. */
export async function close(
  client: PoolClient,
  projectId: number,
  streams: readonly OpenStream[],
): Promise<void> {
  if (streams.length === 0) return
  const ids = numberArray(streams.map(({ id }) => id))
  await client.query(CLOSE, [projectId, ids])
}

const CLOSE = 'update stream set open = false where project_id = $1 and id = any($2::bigint[])'

/** Answers their numbers by their slots; those that are open already are not among them. */
export async function open(
  client: PoolClient,
  projectId: number,
  growths: readonly Growth[],
): Promise<Map<string, string>> {
  if (growths.length === 0) return new Map()
  const sorted = growths.toSorted((a, b) => (a.portion.slot < b.portion.slot ? -1 : 1))
  const portions = sorted.map(({ portion }) => portion)
  const { rows } = await client.query<{ id: string; versionId: number; key: string }>({
    name: 'streams: open',
    text: OPEN,
    values: [
      projectId,
      numberArray(portions.map(({ version }) => version.triggerId)),
      numberArray(portions.map(({ version }) => version.id)),
      numberArray(portions.map(({ key }) => key)),
      textArray(portions.map(({ values }) => JSON.stringify(traitsOf(values)))),
      ...columnsOf(sorted),
    ],
  })
  return new Map(rows.map(({ id, versionId, key }) => [slotOf(versionId, key), id]))
}

/** Those that were there before. */
export async function update(
  client: PoolClient,
  projectId: number,
  growths: readonly Growth[],
): Promise<void> {
  const ids = growths.flatMap(({ before }) => before?.id ?? [])
  if (ids.length === 0) return
  const columns = columnsOf(growths.filter(({ before }) => before !== null))
  await client.query({
    name: 'streams: update',
    text: UPDATE,
    values: [projectId, numberArray(ids), ...columns],
  })
}

/** Which events came to which streams, `opened` among them. */
export async function addMembers(
  client: PoolClient,
  projectId: number,
  growths: readonly Growth[],
  opened: ReadonlyMap<string, string>,
): Promise<void> {
  const members = growths.flatMap(({ portion, before }) => {
    const id = before?.id ?? (opened.get(portion.slot) as string)
    return portion.events.map(event => ({ id, ...event }))
  })
  await client.query({
    name: 'streams: members',
    text: MEMBERS,
    values: [
      projectId,
      numberArray(members.map(({ id }) => id)),
      numberArray(members.map(({ at }) => at)),
      textArray(members.map(({ uid }) => uid)),
    ],
  })
}

const columnsOf = (growths: readonly Growth[]) => {
  const all = growths.map(({ after }) => after)
  return [
    numberArray(all.map(({ first }) => first)),
    numberArray(all.map(({ last }) => last)),
    numberArray(all.map(({ expireAt }) => expireAt)),
    numberArray(all.map(({ fireAt }) => fireAt)),
    numberArray(all.map(({ events }) => events)),
    textArray(all.map(({ met }) => `{${met.join(',')}}`)),
    numberArray(all.map(({ depth }) => depth)),
  ]
}

/** Times are whole microseconds since 1970, of which a timestamp holds each. */
const time = (micros: string) => `'epoch'::timestamptz + ${micros} * interval '1 microsecond'`
/** As `dueAt`. */
const DUE = time('least(fire, expire)')
const micros = (time: string) => `(extract(epoch from ${time}) * 1000000)::float8`

const GIVEN = `
  from unnest($2::int[], $3::uuid[]) with ordinality as given(version_id, key, place)
  join stream s on s.project_id = $1 and s.version_id = given.version_id and s.key = given.key and s.open`

const FIND = `select given.place::int ${GIVEN} where s.expire_at > ${time('$4::bigint')}`

const LOCK = `
  select given.place::int, s.id, s.events, s.met, s.depth,
    ${micros('s.first_event')} as first, ${micros('s.last_event')} as last,
    ${micros('s.expire_at')} as "expireAt", ${micros('s.fire_at')} as "fireAt"
  ${GIVEN} order by s.id for update of s`

const OPEN = `
  insert into stream as s (project_id, trigger_id, version_id, key, traits,
    first_event, last_event, expire_at, fire_at, due_at, events, met, depth)
  select $1, trigger_id, version_id, key, traits::jsonb,
    ${time('first')}, ${time('last')}, ${time('expire')}, ${time('fire')}, ${DUE}, events, met::int[], depth
  from unnest($2::int[], $3::int[], $4::uuid[], $5::text[],
      $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::int[], $11::text[], $12::smallint[])
    with ordinality as given(trigger_id, version_id, key, traits,
      first, last, expire, fire, events, met, depth, place)
  order by place
  on conflict (version_id, key, project_id) where open do nothing
  returning s.id, s.version_id as "versionId", replace(s.key::text, '-', '') as key`

/**
 * An engine may come too early, and puts the stream off then (postpone.ts): to move that time with each event would take a new
 * entry in each index.
 */
const UPDATE = `
  update stream s set first_event = ${time('first')}, last_event = ${time('last')}, expire_at = ${time('expire')},
    fire_at = ${time('fire')}, due_at = least(s.due_at, ${DUE}), events = given.events, met = given.met::int[], depth = given.depth
  from unnest($2::bigint[],
      $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[], $8::text[], $9::smallint[])
    as given(id, first, last, expire, fire, events, met, depth)
  where s.project_id = $1 and s.id = given.id`

const MEMBERS = `
  insert into stream_event (project_id, stream_id, at, uid)
  select $1, stream_id, to_timestamp(at), uid
  from unnest($2::bigint[], $3::float8[], $4::text[]) as given(stream_id, at, uid)`
