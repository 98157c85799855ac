import { sliceFor, slicesOf, slotSql } from '#lib/events/histogram/slices.ts'
import { newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { eventsOf, shareOf, TERMS } from '#lib/events/sample/data.ts'
import { namedSql, readJson, valueAt } from '#lib/events/values.ts'

/** How many events ended when, of each of the most frequent values of a trait. */
export interface Histogram {
  sliceSeconds: number
  /** beginnings of the slices; unix milliseconds */
  times: number[]
  /** the most frequent first; without a trait only one */
  lines: HistogramLine[]
  /** the counts of all others together */
  others: number[]
  /** what was looked at, and counted up from; 1: all */
  share: number
}

export interface HistogramLine {
  /** undefined: of those that don't have it */
  value: unknown
  counts: number[]
}

const BARS = 120
/** Parts of a sample in a bar. */
const PARTS = 4

interface Asked {
  sliceSeconds?: number | undefined
  by?: string | undefined
  /** values that stand for themselves */
  most?: number
  /** of the events that is looked at; default as much as there is time for */
  share?: number
}

export async function histogramOf(
  question: Question,
  { sliceSeconds: wanted, by, most = 5, share: given }: Asked = {},
): Promise<Histogram> {
  const sliceSeconds = wanted ?? sliceFor(question, BARS)
  const times = slicesOf(question, sliceSeconds)
  const share = given ?? (await shareOf(question))
  const { values, add } = newParameters()
  const rows = await read<Row>(
    `with counted as (
       select ${slotSql(times, sliceSeconds, add)} as slot, ${by === undefined ? 'null::jsonb' : valueAt(by, add)} as value, count(*) as count
       from ${eventsOf(question, { share, pieces: times.length * PARTS }, add)} group by 1, 2
     ), named as (
       select slot, ${namedSql(by ?? '', 'value')} as value, count from counted
     ), ranked as (
       select value, row_number() over (order by sum(count) desc, value) as rank from named group by value
     )
     select slot, least(rank, ${add(most + 1)})::int as rank, sum(count)::int as count,
       case when rank <= ${add(most)} then value end as value
     from named join ranked using (value) group by slot, 2, 4`,
    values,
    share === 1 ? {} : TERMS,
  )
  return { sliceSeconds, times, share, ...linesOf(rows, { length: times.length, share, most }) }
}

interface Row {
  slot: number
  /** from 1; the one after the last is that of the others */
  rank: number
  count: number
  value: string | null
}

function linesOf(
  rows: readonly Row[],
  { length, share, most }: { length: number; share: number; most: number },
): Pick<Histogram, 'lines' | 'others'> {
  const ranks = Math.min(most, Math.max(0, ...rows.map(({ rank }) => rank)))
  const lines = Array.from({ length: ranks + 1 }, () => ({
    value: undefined as unknown,
    counts: new Array<number>(length).fill(0),
  }))
  for (const { slot, rank, count, value } of rows) {
    const line = lines[Math.min(rank - 1, ranks)]
    if (!line || slot < 0 || slot >= length) continue
    line.value = readJson(value ?? '')
    line.counts[slot] = (line.counts[slot] ?? 0) + Math.round(count / share)
  }
  const others = lines.pop()?.counts ?? []
  return { lines, others }
}
