import type { Column } from '#lib/events/aggregate/columns.ts'
import { slicesOf, slotSql } from '#lib/events/histogram/slices.ts'
import { measureSql } from '#lib/events/measures.ts'
import { newParameters, type Question } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { eventsOf, shareOf, TERMS } from '#lib/events/sample/data.ts'
import { namedSql, readJson, valueAt } from '#lib/events/values.ts'

export interface Aggregate {
  /** beginnings of the slices, unix milliseconds; none without slices */
  times: number[]
  /** one for each value, the greatest of the first column first; without a trait one of all */
  rows: AggregateRow[]
  /** there are more values */
  isCut: boolean
  /** what was looked at, and counted up from; 1: all */
  share: number
}

export interface AggregateRow {
  /** undefined: of those that don't have it */
  value: unknown
  /** one for each column */
  numbers: Numbers
  /** for each time one for each column, or null where nothing came */
  over: (Numbers | null)[]
}

type Numbers = (number | null)[]

interface Asked {
  columns: readonly Column[]
  by?: string | undefined
  sliceSeconds?: number | undefined
  /** values */
  most?: number
}

/** Numbers of all events of a question, of those with each value of a trait, and over time. */
export async function aggregateOf(question: Question, asked: Asked): Promise<Aggregate> {
  const { sliceSeconds, most = 10 } = asked
  const times = sliceSeconds ? slicesOf(question, sliceSeconds) : []
  const share = await shareOf(question)
  const totals = await readTotals(question, asked, { share, most: most + 1 })
  const kept = totals.slice(0, most)
  const parts = sliceSeconds
    ? await readParts(question, asked, { share, sliceSeconds, times, kept })
    : []

  const length = (question.to.getTime() - question.from.getTime()) / 1000
  const numbersOf = ({ numbers }: Row, seconds: number): Numbers =>
    numbers.map((number, i) => scaled(asked.columns[i], number, share, seconds))
  const rows = kept.map((row): AggregateRow => {
    const over = new Array<Numbers | null>(times.length).fill(null)
    for (const part of parts)
      if (part.value === row.value && part.slot < over.length)
        over[part.slot] = numbersOf(part, sliceSeconds ?? length)
    return { value: readJson(row.value), numbers: numbersOf(row, length), over }
  })
  return { times, rows, isCut: totals.length > most, share }
}

interface Row {
  /** as JSON */
  value: string
  numbers: Numbers
}

async function readTotals(
  question: Question,
  { columns, by }: Asked,
  { share, most }: { share: number; most: number },
): Promise<Row[]> {
  const { values, add } = newParameters()
  const value = by === undefined ? `''` : namedSql(by, valueAt(by, add))
  const numbers = columns.map(column => `${measureSql(column.measure, add)}::float8`)
  return read<Row>(
    `select ${value} as value, array[${numbers.join(', ')}] as numbers
     from ${eventsOf(question, { share }, add)}
     group by 1 order by ${numbers[0]} desc nulls last, value limit ${add(most)}`,
    values,
    share === 1 ? {} : TERMS,
  )
}

interface Wanted {
  share: number
  sliceSeconds: number
  times: readonly number[]
  /** of these values */
  kept: readonly Row[]
}

async function readParts(
  question: Question,
  { columns, by }: Asked,
  { share, sliceSeconds, times, kept }: Wanted,
): Promise<(Row & { slot: number })[]> {
  const { values, add } = newParameters()
  const value = by === undefined ? `''` : namedSql(by, valueAt(by, add))
  const numbers = columns.map(column => `${measureSql(column.measure, add)}::float8`)
  const events = eventsOf(question, { share, pieces: times.length * 2 }, add)
  return read(
    `select ${slotSql(times, sliceSeconds, add)} as slot, ${value} as value, array[${numbers.join(', ')}] as numbers
     from ${events} and ${value} = any(${add(kept.map(row => row.value))}::text[]) group by 1, 2`,
    values,
    share === 1 ? {} : TERMS,
  )
}

/** What is added up is so over all, not only over what was looked at. */
function scaled(
  column: Column | undefined,
  number: number | null,
  share: number,
  seconds: number,
): number | null {
  if (number === null || !column) return null
  const { measure, isRate } = column
  if (isRate) return number / share / Math.max(seconds, 0.001)
  if (measure.kind === 'count') return Math.round(number / share)
  return measure.kind === 'sum' ? number / share : number
}
