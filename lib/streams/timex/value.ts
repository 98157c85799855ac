import type { Micros } from '#lib/streams/event.ts'

/** Holds its begin, and not its end. */
export interface TimeRange {
  begin: Micros
  end: Micros
}

/** What a time expression comes to. */
export type TimeValue = Micros | TimeRange

/** Whether a time lies in a range, or is the same. */
export const holds = (value: TimeValue, at: Micros): boolean =>
  typeof value === 'number' ? value === at : value.begin <= at && at < value.end
