import type { Reach } from '#lib/access/reach.ts'
import { knownRoot } from '#lib/errors/source/data.ts'
import { type SeriesColumn, seriesCsv } from '#lib/errors/timeseries/csv.ts'
import { type TimeseriesQuery, timeseriesOf } from '#lib/errors/timeseries/data.ts'

type OneQuery = Omit<TimeseriesQuery, 'id' | 'reach'>

/** The counts of one signature over time. Throws a UserError (`not_found`) when there is none. */
export async function oneLine(reach: Reach, id: number, query: OneQuery) {
  const root = await knownRoot(reach, id)
  const { slice, resolution, range, total } = await timeseriesOf({ ...query, reach, id: root })
  return { id: root, slice, resolution, start: range.from, end: range.to, ...total }
}

export const csvAnswer = (name: string, columns: SeriesColumn[]) =>
  new Response(seriesCsv(columns), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    },
  })
