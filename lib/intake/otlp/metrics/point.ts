import { listIn } from '#lib/intake/otlp/json.ts'
import { exponentsIn, histogramIn, meanIn, numberIn } from '#lib/intake/otlp/metrics/counted.ts'
import { filtersOf } from '#lib/intake/otlp/metrics/filters.ts'
import type { Identities } from '#lib/intake/otlp/metrics/identity.ts'
import type { RawPoint } from '#lib/intake/otlp/metrics/raw.ts'
import { secondsIn } from '#lib/intake/otlp/times.ts'
import { attributesOf } from '#lib/intake/otlp/values.ts'
import { type Fields, fieldsOf } from '#lib/intake/untrusted.ts'
import { isCountable, problemOf } from '#lib/metrics/intake/fit.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { Counted, Point } from '#lib/metrics/totals/counted.ts'

export interface Context {
  /** unix seconds */
  now: number
  /** attributes of the resource that become filters */
  resource: readonly string[]
  identities: Identities
}

/** How a point counts: as what, and whether from its sender's beginning on. */
interface Reading {
  kind: Kind
  counted: Counted
  isRunning: boolean
  /** of a summary's quantile, behind the name */
  suffix?: string
}

/** Of a summary. Those that are made have five or six. */
const QUANTILES_LIMIT = 50
/** Says that the point only fills its place (data model, no recorded value). */
const NOTHING_RECORDED = 1

/** Reads a data point; a text says, in words for its sender, why it can't be counted. */
export function readPoint(raw: RawPoint, { now, resource, identities }: Context): Point[] | string {
  const { point } = raw
  if (Number(point.flags) & NOTHING_RECORDED) return []
  const readings = READERS[raw.kind](raw)
  if (typeof readings === 'string') return readings

  const attributes = attributesOf(point.attributes)
  const at = secondsIn(point.timeUnixNano) ?? now
  const since = secondsIn(point.startTimeUnixNano) ?? null
  const filters = filtersOf(attributes, raw.resource, resource)
  const points = readings.map(({ kind, counted, isRunning, suffix = '' }): Point => {
    const running = isRunning ? identities(raw, attributes, since) : null
    return { name: raw.name + suffix, kind, filters, at, counted, running }
  })
  return problemIn(points) ?? points
}

function problemIn(points: readonly Point[]): string | null {
  for (const point of points) {
    const problem = problemOf({ ...point, value: 0, times: 1 })
    if (problem) return problem
  }
  return null
}

const READERS: Record<RawPoint['kind'], (raw: RawPoint) => Reading[] | string> = {
  gauge: ({ point }) => numberOf(point, 'gauge', false),
  sum: readSum,
  histogram: raw => readHistogram(raw, histogramIn(raw.point)),
  exponentialHistogram: raw => readHistogram(raw, exponentsIn(raw.point)),
  summary: readSummary,
}

/** What goes up and down is a level, as long as it is told whole. */
function readSum({ about, point }: RawPoint): Reading[] | string {
  const isDelta = isDeltaIn(about)
  if (isDelta === undefined) return NO_TEMPORALITY
  return isDelta || about.isMonotonic === true
    ? numberOf(point, 'counter', !isDelta)
    : numberOf(point, 'gauge', false)
}

function numberOf(point: Fields, kind: Kind, isRunning: boolean): Reading[] | string {
  const sum = numberIn(point.asDouble ?? point.asInt)
  if (!isCountable(sum)) return 'the value is to be a number'
  return [{ kind, counted: { of: 'sum', sum }, isRunning }]
}

function readHistogram({ about }: RawPoint, counted: Counted | string): Reading[] | string {
  const isDelta = isDeltaIn(about)
  if (isDelta === undefined) return NO_TEMPORALITY
  if (typeof counted === 'string') return counted
  const kind = counted.of === 'mean' ? 'average' : 'distribution'
  return [{ kind, counted, isRunning: !isDelta }]
}

/** Quantiles can't be put together again: each is a level of its own, beside the mean. */
function readSummary({ point }: RawPoint): Reading[] | string {
  const counted = meanIn(point)
  if (typeof counted === 'string') return counted
  const quantiles = listIn(point.quantileValues)
  if (quantiles.length > QUANTILES_LIMIT) return `there are more than ${QUANTILES_LIMIT} quantiles`
  const levels = quantiles
    .map(fieldsOf)
    .map(({ quantile = 0, value = 0 }) => [numberIn(quantile) * 100, numberIn(value)] as const)
    .filter(([percent, value]) => percent >= 0 && percent <= 100 && isCountable(value))
    .map(([percent, sum]): Reading => {
      const suffix = `.p${Number(percent.toFixed(6))}`
      return { kind: 'gauge', counted: { of: 'sum', sum }, isRunning: false, suffix }
    })
  return [{ kind: 'average', counted, isRunning: true }, ...levels]
}

const NO_TEMPORALITY = 'the aggregation temporality is to be delta or cumulative'

/** The number of the enum or its name; undefined when it is neither. */
function isDeltaIn({ aggregationTemporality: said }: Fields): boolean | undefined {
  if (said === 1 || said === 'AGGREGATION_TEMPORALITY_DELTA') return true
  return said === 2 || said === 'AGGREGATION_TEMPORALITY_CUMULATIVE' ? false : undefined
}
