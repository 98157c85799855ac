import { complain } from '../complaints.ts'
import type { Filters, Measured } from '../sink.ts'
import { newHistogram } from './histogram.ts'
import { reportOf, type Series } from './otlp.ts'

/** What was counted goes out that often. */
const EVERY_MS = 10_000
/** Names and filters that are told apart in that time; an id as a filter would make one of each. */
const SERIES_LIMIT = 2_000

/** Numbers, put together until they are reported. */
export interface Totals {
  add(measured: Measured): void
  /** Sends what has come since the last time, if anything has. */
  report(): void
}

export function openTotals(send: (report: string) => void): Totals {
  let series = new Map<string, Series>()
  let since = Date.now()
  let timer: NodeJS.Timeout | undefined

  function add({ kind, name, value, filters }: Measured) {
    const key = JSON.stringify([kind, name, filters])
    let one = series.get(key)
    if (!one) {
      if (series.size >= SERIES_LIMIT)
        return complain(`more than ${SERIES_LIMIT} metrics with their filters; ${name} is left out`)
      one = newSeries(kind, name, filters)
      series.set(key, one)
    }
    take(one, value)
    if (timer) return
    since = Date.now()
    timer = setTimeout(report, EVERY_MS).unref()
  }

  function report() {
    clearTimeout(timer)
    timer = undefined
    if (series.size === 0) return
    const all = [...series.values()]
    series = new Map()
    send(reportOf(all, since, Date.now()))
  }

  return { add, report }
}

function newSeries(kind: Measured['kind'], name: string, filters: Filters): Series {
  const about = { name, filters: { ...filters } }
  return kind === 'timing'
    ? { ...about, kind, histogram: newHistogram() }
    : { ...about, kind, value: 0 }
}

function take(series: Series, value: number) {
  if (series.kind === 'timing') series.histogram.add(value)
  else series.value = series.kind === 'counter' ? series.value + value : value
}
