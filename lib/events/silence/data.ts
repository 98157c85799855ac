import { lastEnd } from '#lib/events/data.ts'
import type { Query } from '#lib/events/query/query.ts'
import { newParameters, ofReached, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { eventSettings } from '#lib/events/settings.ts'

/** What may have gone silent. */
export interface Sender {
  /** or a beginning of types and a `*` */
  type: string
  host?: string | undefined
}

/** `last_seen` is a minute behind at most, and a transaction takes its time. */
const BEHIND_MINUTES = 2
/** What projects take that have said nothing else. */
const AHEAD_MINUTES = eventSettings.parse({}).futureMinutes

/**
 * When the last event of a type ended, on any host or on one; null when there was none in the time that is asked for. What has come
 * since a type or a host was last heard of is not looked through: the longer the silence, the more that is.
 */
export async function lastOf(question: Question, { type, host }: Sender): Promise<Date | null> {
  const ends = [await lastHeard('event_type', type, question)]
  if (host !== undefined) ends.push(await lastHeard('event_host', host, question))
  const known = ends.filter(end => end !== null).map(end => end.getTime())
  if (known.length < ends.length) return null
  const to = new Date(Math.min(question.to.getTime(), ...known))
  return lastEnd({ ...question, to, query: { kind: 'and', of: queriesOf({ type, host }) } })
}

function queriesOf({ type, host }: Sender): Query[] {
  const ofType: Query = type.endsWith('*')
    ? { kind: 'prefix', path: ['type'], start: type.slice(0, -1) }
    : { kind: 'compare', path: ['type'], comparison: '=', value: type }
  if (host === undefined) return [ofType]
  return [ofType, { kind: 'compare', path: ['host'], comparison: '=', value: host }]
}

/** After this moment no event of the name has ended; null where there is none. */
async function lastHeard(
  table: 'event_type' | 'event_host',
  name: string,
  question: Question,
): Promise<Date | null> {
  const { values, add } = newParameters()
  const isNamed =
    table === 'event_type' && name.endsWith('*')
      ? `starts_with(n.name, ${add(name.slice(0, -1))})`
      : `n.name = ${add(name)}`
  const [row] = await read<{ end: Date | null }>(
    `select max(n.last_seen + make_interval(mins => ${BEHIND_MINUTES} +
       coalesce((p.settings #>> '{events,futureMinutes}')::int, ${AHEAD_MINUTES}))) as end
     from ${table} n join project p on p.id = n.project_id
     where ${isNamed} and ${ofReached('n.project_id', question, add)}`,
    values,
  )
  return row?.end ?? null
}
