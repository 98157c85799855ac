import { messages } from '#lib/intake/otlp/messages.ts'
import { POINT_KINDS, type PointKind, type RawPoint } from '#lib/intake/otlp/metrics/raw.ts'
import { decoded, itemsOf, openParts } from '#lib/intake/otlp/protobuf.ts'
import { fieldsOf, textOf } from '#lib/intake/untrusted.ts'

const metricType = messages.lookupType('Metric')

/** Bytes: the finest histogram, with many attributes, is a quarter of it. */
const POINT_LIMIT = 64 * 1024

const POINT_TYPES = {
  gauge: messages.lookupType('NumberPoint'),
  sum: messages.lookupType('NumberPoint'),
  histogram: messages.lookupType('HistogramPoint'),
  exponentialHistogram: messages.lookupType('ExponentialPoint'),
  summary: messages.lookupType('SummaryPoint'),
}

/** Where the points of a kind stand in a metric. */
const fieldOf = (kind: PointKind) => metricType.fields[kind]?.id ?? 0

/**
 * The points of an `ExportMetricsServiceRequest`, each decoded when it is its turn; undefined in place of one that is
 * too large. Throws a UserError when the bytes are no such request.
 */
export function* pointsOfProtobuf(bytes: Uint8Array): Generator<RawPoint | undefined> {
  const parts = openParts()
  for (const { resource, scope, item } of itemsOf(bytes, parts)) {
    const metric = decoded(metricType, item)
    const name = textOf(metric.name)
    for (const kind of POINT_KINDS) {
      const about = fieldsOf(metric[kind])
      for (const points of metric[kind] ? parts(item, fieldOf(kind)) : [])
        for (const point of parts(points, 1))
          yield point.length > POINT_LIMIT
            ? undefined
            : { resource, scope, name, kind, about, point: decoded(POINT_TYPES[kind], point) }
    }
  }
}
