import { db } from '#lib/db/client.ts'
import { membersOf } from '#lib/errors/signatures/data.ts'

/** The most frequent hosts or programs. */
export interface Frequent {
  values: string[]
  /** how many others there are */
  more: number
}

const FREQUENT = 3

/** The most frequent hosts and programs of each of these signatures. */
export async function frequentOf(ids: readonly number[]) {
  const rows = await db().$queryRaw<({ id: number; facet: string } & Frequent)[]>`
    select id, facet, array_agg(value order by count desc, value) filter (where place <= ${FREQUENT}) as values,
      greatest(count(*) - ${FREQUENT}, 0)::int as more
    from (
      select s.root_id as id, facet, value, sum(f.count) as count,
        row_number() over (partition by s.root_id, facet order by sum(f.count) desc, value) as place
      from signature s join error_facet f on f.signature_id = s.id
      where s.id in (${membersOf(ids)}) and facet in ('host', 'program') and value <> ''
      group by 1, 2, 3) counted
    group by 1, 2`
  const known = new Map(
    rows.map(({ id, facet, values, more }) => [`${facet} ${id}`, { values, more }]),
  )
  return (facet: string, id: number): Frequent =>
    known.get(`${facet} ${id}`) ?? { values: [], more: 0 }
}
