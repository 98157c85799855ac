import { itemsIn, listIn } from '#lib/intake/otlp/json.ts'
import { POINT_KINDS, type RawPoint } from '#lib/intake/otlp/metrics/raw.ts'
import { isFields, textOf } from '#lib/intake/untrusted.ts'

/**
 * The points of an `ExportMetricsServiceRequest` in JSON; undefined in place of one that is no object.
 * Throws a UserError when the body is no such request.
 */
export function* pointsOfJson(body: Buffer): Generator<RawPoint | undefined> {
  const names = ['resourceMetrics', 'scopeMetrics', 'metrics'] as const
  for (const { resource, scope, item } of itemsIn(body, names)) {
    if (!isFields(item)) {
      yield undefined
      continue
    }
    const name = textOf(item.name)
    for (const kind of POINT_KINDS) {
      const about = item[kind]
      if (!isFields(about)) continue
      for (const point of listIn(about.dataPoints))
        yield isFields(point) ? { resource, scope, name, kind, about, point } : undefined
    }
  }
}
