import type { Pool } from 'pg'
import type { Cell } from '#lib/metrics/cell.ts'
import { type Calendar, secondsOf } from '#lib/metrics/periods.ts'
import { type Point, READ_FROM, rollUp, widened } from '#lib/metrics/range.ts'
import { type Cells, readCells } from '#lib/metrics/stored/cells.ts'
import { readSums } from '#lib/metrics/stored/sums.ts'
import { readTotals } from '#lib/metrics/stored/totals.ts'
import type { Kind, Period, View } from '#lib/metrics/terms.ts'
import { partsOf, viewed } from '#lib/metrics/views.ts'

/** What is asked of some series of a metric. */
export interface Question {
  kind: Kind
  view: View | number
  /** of the project's time zone */
  calendar: Calendar
  period: Period
  /** unix seconds, both in buckets that are read whole */
  from: number
  to: number
}

/** The points of series, in order, by their ids; none of those that have none. Throws as `readCells` does. */
export async function readPointsOf(
  pool: Pool,
  ids: readonly number[],
  question: Question,
): Promise<Map<number, Point[]>> {
  const read = await readCells(pool, wantedOf(ids, question))
  return new Map([...read].map(([id, cells]) => [id, pointsOf(cells, question)]))
}

/** The buckets that a series has, as points of 0: their numbers are not read. */
export async function readBucketsOf(pool: Pool, id: number, question: Question): Promise<Point[]> {
  const read = await readCells(pool, { ...wantedOf([id], question), parts: [] })
  return rolledUp(read.get(id) ?? [], question).map(([at]) => [at, 0])
}

/** The points of series added up, of a view that is additive. */
export async function readSumOf(
  pool: Pool,
  ids: readonly number[],
  question: Question,
): Promise<Point[]> {
  return pointsOf(await readSums(pool, wantedOf(ids, question)), question)
}

/** All of the range as one bucket, by the ids of the series. Throws as `readCells` does. */
export const readTotalsOf = (
  pool: Pool,
  ids: readonly number[],
  question: Question,
): Promise<Map<number, Cell>> => readTotals(pool, wantedOf(ids, question))

function wantedOf(ids: readonly number[], { kind, view, calendar, period, from, to }: Question) {
  const parts = partsOf(kind, view)
  return { ids, kind, parts, stored: READ_FROM[period], ...widened(calendar, period, from, to) }
}

function pointsOf(cells: Cells, question: Question): Point[] {
  const { view, calendar, period } = question
  return rolledUp(cells, question).flatMap(([at, cell]): Point[] => {
    const value = viewed(cell, view, view === 'rate' ? secondsOf(calendar, period, at) : 1)
    return value === null ? [] : [[at, value]]
  })
}

const rolledUp = (cells: Cells, { kind, calendar, period }: Question): Cells =>
  period === READ_FROM[period] ? cells : rollUp(cells, period, kind, calendar)
