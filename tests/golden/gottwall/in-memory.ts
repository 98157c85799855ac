import { DateTime } from 'luxon'
import type { Pool } from 'pg'
import { updateOf } from '#lib/intake/gottwall/message.ts'
import { shownAs } from '#lib/metrics/cell.ts'
import { openBook, type Series } from '#lib/metrics/intake/book.ts'
import { entriesOf, rowsOf } from '#lib/metrics/intake/rows.ts'
import { type Tallies, tally } from '#lib/metrics/intake/tally.ts'
import { calendarOf } from '#lib/metrics/periods.ts'
import { type Point, READ_FROM, rollUp, widened } from '#lib/metrics/range.ts'
import type { Period } from '#lib/metrics/terms.ts'
import type { Case } from '#tests/golden/adapter.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

/** A database that knows nothing yet. */
const empty = { query: async () => ({ rows: [] }) } as unknown as Pool

/** Counts the events of a case and reads them as points: the metric as a whole, and by the value of the case's filter. */
export async function cellsOfSeries(golden: Case) {
  const { events, metric, period, filter_name, tz } = golden
  const { from_date = '2014-05-01', to_date = '2014-06-30' } = golden
  const zone = String(tz ?? 'UTC')
  const book = await openBook(empty, aProject({ settings: { metrics: { timezone: zone } } }))
  const tallies: Tallies = new Map()
  for (const event of events as Record<string, unknown>[]) {
    const update = updateOf({ a: 'incr', ...event }, undefined, 0)
    if (typeof update !== 'string') tally(tallies, book, update, 'gottwall', Date.now() / 1000)
  }

  const calendar = calendarOf(zone)
  const day = (text: unknown) => DateTime.fromISO(String(text), { zone })
  const { from, until } = widened(
    calendar,
    period as Period,
    day(from_date).toSeconds(),
    day(to_date).endOf('day').toSeconds(),
  )
  const entries = [...tallies.values()].flatMap(one => entriesOf(one, () => 1))
  const rows = rowsOf(entries, READ_FROM[period as Period], calendar)
    .filter(({ bucket }) => bucket >= from && bucket < until)
    .sort((a, b) => a.bucket - b.bucket)

  const pointsOf = (isWanted: (series: Series) => boolean): Point[] => {
    const cells = rows
      .filter(({ series }) => series.metric === metric && isWanted(series))
      .map(({ bucket, cell }) => [bucket, cell] as const)
    return rollUp(cells, period as Period, 'counter', calendar).map(([bucket, cell]) => [
      bucket,
      shownAs(cell),
    ])
  }
  const isOfFilter = ({ filters }: Series) => filters.length === 1 && filters[0] === filter_name
  const values = new Set(
    rows
      .filter(({ series }) => isOfFilter(series))
      .map(valueOfRow)
      .sort(),
  )
  return {
    whole: pointsOf(({ filters }) => filters.length === 0),
    byValue: new Map(
      [...values].map(value => [
        value,
        pointsOf(series => isOfFilter(series) && series.values[0] === value),
      ]),
    ),
  }
}

const valueOfRow = ({ series }: { series: Series }) => series.values[0] ?? ''
