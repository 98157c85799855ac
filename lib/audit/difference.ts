import { changedLines } from '#lib/audit/changed-lines.ts'
import { differencesOf, type FieldDifference, flatten } from '#lib/difference.ts'

/** What was before and after, of the fields that differ, under dotted names (`config.url`). */
export interface Difference {
  before: Record<string, unknown>
  after: Record<string, unknown>
  /** fields that differ too, and whose values are not kept: secrets, and what would be too much */
  changed?: string[]
}

/** A year of entries stays readable and cheap; scripts have versions of their own. */
const TEXT_LIMIT = 2_000
const WHOLE_LIMIT = 32_000

/**
 * How two plain objects differ, for the trail. Of the `secret` names, and of what stands below them, it says only that
 * they changed; of long texts it keeps the lines that differ. `{}` stands for what was not there, or is not any more.
 */
export function difference(
  before: object,
  after: object,
  secret: readonly string[] = [],
): Difference {
  const found = differencesOf(flatten(before), flatten(after), secret)
  const told = found.filter(one => !one.secret).map(shortened)
  const whole = withValues(told, found.filter(one => one.secret).map(nameOf))
  return JSON.stringify(whole).length <= WHOLE_LIMIT ? whole : withValues([], found.map(nameOf))
}

/** Whether anything differs. */
export const isDifferent = ({ before, after, changed = [] }: Difference): boolean =>
  Object.keys({ ...before, ...after }).length + changed.length > 0

const nameOf = ({ field }: FieldDifference) => field

function withValues(told: readonly FieldDifference[], changed: string[]): Difference {
  const side = (end: 'from' | 'to') =>
    Object.fromEntries(told.flatMap(one => (one[end] === undefined ? [] : [[one.field, one[end]]])))
  return { before: side('from'), after: side('to'), ...(changed.length > 0 && { changed }) }
}

function shortened(one: FieldDifference): FieldDifference {
  const [from, to] = changedLines(one.from, one.to, TEXT_LIMIT)
  return { ...one, from, to }
}
