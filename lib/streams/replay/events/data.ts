import { read } from '#lib/events/reading/data.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'

/** Events of some types of a project, of a range of time. */
export interface Which {
  projectId: number
  typeIds: readonly number[]
  from: Micros
  /** not included */
  to: Micros
}

/** The next of them, and up to where none of them is left out. */
export interface Some {
  events: StreamEvent[]
  until: Micros
}

const PAGE = 1_000
const SHORTEST_PART = 1e6
const FIRST_PART = 3_600e6
const LONGEST_PART = 24 * FIRST_PART

/**
 * Events in the order of their times, some at once: of parts of the range that are as long as some fit into, so that
 * none of them takes long. Throws a TookTooLong when one takes longer than `limitMs` says then.
 */
export async function* eventsByTime(
  { from, to, ...which }: Which,
  limitMs: () => number,
): AsyncGenerator<Some, void> {
  let length = FIRST_PART
  let after = { at: from, uid: '' }
  for (let begin = from; begin < to; ) {
    const end = Math.min(begin + length, to)
    const events = await page({ ...which, from: begin, to: end }, after, limitMs())
    const last = events.length === PAGE ? events.at(-1) : undefined
    yield { events, until: last?.at ?? end }
    after = last ?? after
    begin = last?.at ?? end
    length = last ? Math.max(length / 2, SHORTEST_PART) : Math.min(length * 2, LONGEST_PART)
  }
}

async function page(
  { projectId, typeIds, from, to }: Which,
  after: Pick<StreamEvent, 'at' | 'uid'>,
  limitMs: number,
): Promise<StreamEvent[]> {
  const rows = await read<Row>(SOME, [projectId, typeIds, from, to, after.at, after.uid], {
    limitMs,
  })
  return rows.map(({ seconds, traits, ...event }) => ({
    ...event,
    start: event.at - Math.round(seconds * 1e6),
    traits: traits ?? {},
  }))
}

interface Row extends Omit<StreamEvent, 'start' | 'traits'> {
  seconds: number
  traits: StreamEvent['traits'] | null
}

const time = (micros: string) =>
  `'epoch'::timestamptz + ${micros}::bigint * interval '1 microsecond'`

const SOME = `
  select e.uid, t.name as type, h.name as host, e.id, e.pid, e.seconds, e.traits,
    (extract(epoch from e.at) * 1000000)::float8 as at
  from event e join event_type t on t.id = e.type_id join event_host h on h.id = e.host_id
  where e.project_id = $1 and e.type_id = any($2::int[])
    and e.at >= ${time('$3')} and e.at < ${time('$4')} and (e.at, e.uid) > (${time('$5')}, $6)
  order by e.at, e.uid limit ${PAGE}`
