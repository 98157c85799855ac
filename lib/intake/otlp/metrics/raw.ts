import type { Scope } from '#lib/intake/otlp/scope.ts'
import type { Fields } from '#lib/intake/untrusted.ts'

/** The kinds of metrics (opentelemetry.proto.metrics.v1), as the JSON encoding names them. */
export const POINT_KINDS = [
  ...(['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const),
] as const
export type PointKind = (typeof POINT_KINDS)[number]

/** A data point in the form of its JSON encoding, with what it comes from. */
export interface RawPoint {
  /** attributes of the resource */
  resource: Fields
  scope: Scope
  name: string
  kind: PointKind
  /** temporality and monotony */
  about: Fields
  point: Fields
}
