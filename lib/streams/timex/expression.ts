import type { Place } from '#lib/streams/timex/mistake.ts'
import type { Duration } from '#lib/streams/timex/units.ts'

/** Ranges that the calendar has. */
export const PERIODS = { hour: 'h', day: 'd', month: 'mo', year: 'y' } as const
export type Period = keyof typeof PERIODS

/** Sets the fields that the duration names with `@`. */
export type Operator = '+' | '-' | '@'

/** Where it stands is told with what is wrong with it. */
export type Point = { place: Place } & (
  | { kind: 'variable'; name: string }
  | { kind: 'moved'; of: Point; operator: Operator; by: Duration }
)

export type Range = { place: Place } & (
  | { kind: 'span'; begin: Point; end: Point }
  | { kind: 'period'; period: Period; of: Point }
  /** a number counts the next smaller unit than the range is long */
  | { kind: 'shifted'; of: Range; operator: Operator; by: Duration | number }
)

export type Node = Point | Range

/** A time expression that was read. */
export interface Timex {
  text: string
  root: Node
  isRange: boolean
  /** the names of its variables, `timestamp` among them where it stands for itself (`day`) */
  variables: ReadonlySet<string>
}

export const isRange = (node: Node): node is Range =>
  node.kind === 'span' || node.kind === 'period' || node.kind === 'shifted'
