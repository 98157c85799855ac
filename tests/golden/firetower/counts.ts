import { newerThan, sumIn, violations } from '#lib/errors/alarms.ts'
import { ratioStatistics } from '#lib/errors/ratio.ts'
import { parted } from '#lib/errors/retention/marks.ts'
import { type Entry, overTime, SLICES, type SliceName } from '#lib/errors/slices.ts'
import { type Adapter, type Case, wanted } from '#tests/golden/adapter.ts'

/** What Firetower counts: slices, series, archiving, statistics, alerts. */
export const counts: Adapter['groups'] = {
  time_slices: golden => ({ expected: wanted(golden), got: Object.entries(SLICES) }),

  timeseries(golden) {
    if (golden.entries === undefined) return { expected: wanted(golden), got: memberOf(golden) }
    const { start, end, time_slice } = golden as {
      start?: number
      end?: number
      time_slice?: string
    }
    const range = start === undefined || end === undefined ? undefined : { from: start, to: end }
    const slice = (time_slice ?? 'minute') as SliceName
    return { expected: wanted(golden), got: overTime(golden.entries as Entry[], slice, range) }
  },

  archive(golden) {
    const { before, now = 0 } = golden as unknown as { before: number; now?: number }
    const { leaving, staying } = parted(entriesOf(golden.counters), before, now)
    const series = overTime([...(golden.existing_ts as Entry[]), ...leaving], 'second')
    return {
      expected: wanted(golden),
      got: { counter: Object.fromEntries(staying), ts: series.filter(([, count]) => count > 0) },
    }
  },

  mean_stdev(golden) {
    const items = golden.items as number[]
    const all = ratioStatistics(items.map(mean => ({ count: 1, mean, m2: 0 })))
    return {
      expected: wanted(golden),
      got: [tenPlaces(all?.mean ?? 0), tenPlaces(all?.deviation ?? 0)],
    }
  },

  alert(golden) {
    const { sums, timeslice, thresholds } = golden as unknown as {
      sums: Record<string, number>
      timeslice: number
      thresholds: number[]
    }
    const counted = Object.entries(sums).map(([name, count]) => ({ name, count }))
    const got = violations(counted, timeslice, thresholds).map(({ message }) => message)
    return { expected: wanted(golden), got }
  },

  alert_sum(golden) {
    const { now, timeslice } = golden as unknown as { now: number; timeslice: number }
    const got = sumIn(entriesOf(golden.counts), newerThan(now, timeslice))
    return { expected: wanted(golden), got }
  },
}

/** The product keeps rows; this is how Firetower's store writes one. */
function memberOf(golden: Case) {
  const entries = overTime([[golden.ts as number, golden.count as number]], 'second')
  return entries.map(([second, count]) => ({ member: `${second}:${count}`, score: second }))[0]
}

const entriesOf = (counters: unknown): Entry[] =>
  Object.entries(counters as Record<string, number>).map(([second, count]) => [
    Number(second),
    count,
  ])

const tenPlaces = (number: number) => Number(number.toFixed(10))
