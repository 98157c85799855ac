import type { AddParameter } from '#lib/events/query/sql.ts'
import { numberAt, textAt } from '#lib/events/values.ts'

/** How events are looked at together. */
export type Measure =
  | { kind: 'count' }
  | { kind: 'sum' | 'avg' | 'min' | 'max'; of: string }
  /** from 0 to 1 */
  | { kind: 'percentile'; of: string; share: number }
  | { kind: 'distinct'; of: string }

/** SQL of a number of `event e`, grouped. */
export function measureSql(what: Measure, add: AddParameter): string {
  if (what.kind === 'count') return 'count(*)::float8'
  if (what.kind === 'distinct') return `count(distinct ${textAt(what.of, add)})::float8`
  const number = numberAt(what.of, add)
  return what.kind === 'percentile'
    ? `percentile_cont(${add(what.share)}::float8) within group (order by ${number})`
    : `${what.kind}(${number})`
}
