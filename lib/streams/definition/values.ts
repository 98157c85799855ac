import type { Micros } from '#lib/streams/event.ts'
import type { TimeRange } from '#lib/streams/timex/value.ts'

/** One that tells streams apart. */
export type DistinguishingValue = string | number | boolean | { datetime: Micros } | TimeRange

export type Distinguishing = Readonly<Record<string, DistinguishingValue>>
