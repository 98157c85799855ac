import type { Reach } from '#lib/access/reach.ts'
import type { Query } from '#lib/events/query/query.ts'
import { type AddParameter, sqlOf } from '#lib/events/query/sql.ts'
import { newParameters, ofReached } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { knownTypes } from '#lib/events/types/data.ts'
import { UserError } from '#lib/failures.ts'
import type { OldEventsAsked } from '#lib/streams/quincy/asked.ts'
import { eventPlaceOf } from '#lib/streams/quincy/events/mark.ts'
import type { OldEvent } from '#lib/streams/quincy/json.ts'
import { storedForms } from '#lib/streams/reading/traits.ts'

/** The events that fit, those that ended last first unless the mark begins with `+`. */
export async function findOldEvents(reach: Reach, asked: OldEventsAsked): Promise<OldEvent[]> {
  const { isUpwards, after } = eventPlaceOf(asked.mark)
  const { values, add } = newParameters()
  const conditions = [await conditionOf(reach, asked, add)]
  const [direction, beyond] = isUpwards ? ['asc', '>'] : ['desc', '<']
  if (after)
    conditions.push(`(e.at, e.uid) ${beyond} (${add(after.at)}::timestamptz, ${add(after.uid)})`)
  return read<OldEvent>(
    `select ${COLUMNS} from event e where ${conditions.join(' and ')}
     order by e.at ${direction}, e.uid ${direction} limit ${add(asked.limit)}`,
    values,
  )
}

export async function countOldEvents(reach: Reach, asked: OldEventsAsked): Promise<number> {
  const { values, add } = newParameters()
  const condition = await conditionOf(reach, asked, add)
  const [row] = await read<{ count: number }>(
    `select count(*)::float8 as count from event e where ${condition}`,
    values,
  )
  return row?.count ?? 0
}

/** Throws a UserError when there is none within reach. */
export async function getOldEvent(reach: Reach, uid: string): Promise<OldEvent> {
  const { values, add } = newParameters()
  const [event] = await read<OldEvent>(
    `select ${COLUMNS} from event e where e.uid = ${add(uid)}
       and ${ofReached('e.project_id', { reach }, add)} order by e.at desc limit 1`,
    values,
  )
  if (!event) throw new UserError(`There is no event ${uid}.`, { code: 'not_found' })
  return event
}

const COLUMNS = `e.uid, e.traits, (select name from event_type where id = e.type_id) as type,
  to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`

/** From is left out, to is not, as Winchester had it. */
async function conditionOf(reach: Reach, asked: OldEventsAsked, add: AddParameter) {
  const query = queryOf(asked)
  const types = await knownTypes(query, { reach })
  const conditions = [sqlOf(query, add, types), ofReached('e.project_id', { reach }, add)]
  if (asked.from_datetime) conditions.push(`e.at > ${add(asked.from_datetime)}::timestamptz`)
  if (asked.to_datetime) conditions.push(`e.at <= ${add(asked.to_datetime)}::timestamptz`)
  return conditions.join(' and ')
}

function queryOf({ event_name, traits }: OldEventsAsked): Query {
  const of: Query[] = traits.map(({ name, value }) => ({
    kind: 'in',
    path: ['body', ...name.split('.')],
    values: storedForms(value).filter(form => typeof form !== 'object') as (string | number)[],
  }))
  if (event_name !== undefined)
    of.push({ kind: 'compare', path: ['type'], comparison: '=', value: event_name })
  return of.length > 0 ? { kind: 'and', of } : { kind: 'all' }
}
