import { hostname } from 'node:os'
import { application } from '../application.ts'
import { newId } from '../ids.ts'
import type { Filters } from '../sink.ts'
import type { Histogram } from './histogram.ts'

export type Series = { name: string; filters: Filters } & (
  | { kind: 'counter' | 'gauge'; value: number }
  | { kind: 'timing'; histogram: Histogram }
)

const DELTA = 1
/** Tells reports of two processes apart that are alike otherwise. */
const instance = newId()

/** A report of numbers as an OTLP `ExportMetricsServiceRequest`. Sent again, byte for byte, it is known to be a repeat. */
export const reportOf = (series: readonly Series[], fromMs: number, toMs: number): string =>
  JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: attributesOf(resource()) },
        scopeMetrics: [
          {
            scope: { name: 'belfry' },
            metrics: series.map(one => metricOf(one, timesOf(fromMs, toMs))),
          },
        ],
      },
    ],
  })

function metricOf(series: Series, times: object) {
  const { name, filters } = series
  const point = { attributes: attributesOf(filters), ...times }
  if (series.kind === 'timing') {
    const dataPoints = [{ ...point, ...series.histogram.point() }]
    return { name, exponentialHistogram: { aggregationTemporality: DELTA, dataPoints } }
  }
  const dataPoints = [{ ...point, asDouble: series.value }]
  return series.kind === 'gauge'
    ? { name, gauge: { dataPoints } }
    : { name, sum: { aggregationTemporality: DELTA, isMonotonic: false, dataPoints } }
}

const timesOf = (fromMs: number, toMs: number) => ({
  startTimeUnixNano: nanoseconds(fromMs),
  timeUnixNano: nanoseconds(toMs),
})

const nanoseconds = (ms: number) => `${Math.floor(ms)}000000`

function resource(): Filters {
  const { program, release, environment } = application()
  return {
    'host.name': hostname(),
    'service.instance.id': instance,
    ...(program && { 'service.name': program }),
    ...(release && { 'service.version': release }),
    ...(environment && { 'deployment.environment.name': environment }),
  }
}

const attributesOf = (fields: Filters) =>
  Object.entries(fields).map(([key, value]) => ({ key, value: anyValue(value) }))

const anyValue = (value: Filters[string]): object =>
  Array.isArray(value)
    ? { arrayValue: { values: value.map(one => ({ stringValue: String(one) })) } }
    : { stringValue: String(value) }
