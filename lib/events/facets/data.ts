import { newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { eventsOf, shareOf, TERMS } from '#lib/events/sample/data.ts'
import { itemsAt, namedSql, readJson } from '#lib/events/values.ts'

/** How often the values of a trait come, the most frequent first. */
export interface Facet {
  key: string
  values: { value: unknown; count: number }[]
  /** values beside these together */
  others: number
  /** events that don't have it */
  without: number
}

export interface Facets {
  facets: Facet[]
  /** all events that fit */
  count: number
  /** what was looked at, and counted up from; 1: all */
  share: number
}

/** Each is looked at in as many places as there are keys. */
const MOST_LOOKED_AT = 50_000
/** A longer value is one of the others. */
const VALUE_LIMIT = 300

/** Of a list each item counts. */
export async function facetsOf(
  question: Question,
  { keys, most = 10 }: { keys: readonly string[]; most?: number },
): Promise<Facets> {
  const share = await shareOf(question, MOST_LOOKED_AT)
  const { values, add } = newParameters()
  const items = keys.map(
    (key, place) => `union all select ${place}, value from (${itemsAt(key, add)}) of(value)`,
  )
  const names = keys.map((key, place) => `when ${place} then ${namedSql(key, 'value')}`)
  const rows = await read<Row>(
    `with counted as (
       select item.place, item.value, count(*) as count
       from (select e.* from ${eventsOf(question, { share }, add)}) e
       cross join lateral (select -1, null::jsonb ${items.join(' ')}) item(place, value)
       group by 1, 2
     ), named as (
       select place, case place ${names.join(' ')} else '' end as value, sum(count)::int as count
       from counted group by 1, 2
     ), ranked as (
       select *, row_number() over (
         partition by place order by value = '', length(value) > ${VALUE_LIMIT}, count desc, value
       ) as rank from named
     )
     select place, case when rank <= ${add(most)} or value = '' then value end as value, sum(count)::int as count
     from ranked group by 1, 2 order by 1, 3 desc, 2`,
    values,
    share === 1 ? {} : TERMS,
  )
  const counted = rows.map(row => ({ ...row, count: Math.round(row.count / share) }))
  const countOf = (place: number, value: string | null) =>
    counted.find(row => row.place === place && row.value === value)?.count ?? 0
  return {
    share,
    count: countOf(-1, ''),
    facets: keys.map((key, place) => ({
      key,
      values: counted
        .filter(row => row.place === place && row.value)
        .map(({ value, count }) => ({ value: readJson(value ?? ''), count })),
      others: countOf(place, null),
      without: countOf(place, ''),
    })),
  }
}

interface Row {
  /** of the key; -1: all events */
  place: number
  /** JSON; '': there is none; null: others */
  value: string | null
  count: number
}
