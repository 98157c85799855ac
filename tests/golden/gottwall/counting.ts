import { readMessage, secondsOf } from '#lib/intake/gottwall/message.ts'
import { calendarOf } from '#lib/metrics/periods.ts'
import { filledFrom, type Point, rangeInfo } from '#lib/metrics/range.ts'
import type { Period } from '#lib/metrics/terms.ts'
import type { Adapter, Case } from '#tests/golden/adapter.ts'
import { cellsOfSeries } from '#tests/golden/gottwall/in-memory.ts'

const iso = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 19)

/** Messages, times, periods, and what is read of what was counted. */
export const counting: Adapter['groups'] = {
  body({ message, expected, expected_json, ...golden }) {
    if (expected_json !== undefined) return goClient(golden, String(expected_json))
    const { action, project, name, timestamp, value, filters } = readMessage(
      message as Record<string, unknown>,
    )
    return { expected, got: [action, project, name, timestamp, value, filters] }
  },

  timestamp: ({ value, expected }) => ({ expected, got: iso(secondsOf(value) ?? 0) }),

  period({ time, period, tz, expected }) {
    if (period === 'all') return { expected: [0], got: allBuckets() }
    const at = Date.parse(`${time}Z`) / 1000
    const { start, end } = calendarOf(String(tz)).bucketOf(period as Period, at)
    // Where the original ends a week on its Saturday, the product does not.
    const { original_quirk_end: _, ...wanted } = expected as Record<string, unknown>
    return { expected: wanted, got: { start: iso(start), end: iso(end - 1), bucket: start } }
  },

  range_info: ({ range, expected }) => ({ expected, got: rangeInfo(range as Point[]) }),

  async query(golden) {
    const { whole, byValue } = await cellsOfSeries(golden)
    const { filter_name, filter_value, expected } = golden
    const sparse = filter_name ? (byValue.get(String(filter_value)) ?? []) : whole
    const isBoth = 'memory' in (expected as object)
    const memory = answer(filledFrom(whole, sparse))
    return { expected, got: isBoth ? { memory, sparse: answer(sparse) } : memory }
  },

  async query_set(golden) {
    const { whole, byValue } = await cellsOfSeries(golden)
    const got = [...byValue].map(([value, points]) => [value, answer(filledFrom(whole, points))])
    return { expected: golden.expected, got: Object.fromEntries(got) }
  },
}

/** Of the period `all`, which the original cannot read back. */
const allBuckets = () => [
  ...new Set([0, 1e9, 4e9].map(at => calendarOf('UTC').bucketOf('all', at).start)),
]

const answer = (range: Point[]) => ({ range, ...rangeInfo(range) })

/** What the Go client sends says what it was asked to send. */
function goClient(golden: Partial<Case>, json: string) {
  const { action, project, name, timestamp, value } = readMessage(JSON.parse(json))
  return {
    expected: [golden.action, golden.project, golden.name, golden.ts, golden.value],
    got: [action, project, name, timestamp, value],
  }
}
