/** The statements that become lasting together; `fsync` is one, too. */
export type Effect = readonly string[]

/** A moment between two effects: just before or just after one that writes the one tables and not the others. */
export interface Point {
  moment: 'before' | 'after'
  writes: readonly string[]
  butNot?: readonly string[]
  /** what stands in one of its statements, where tables do not tell */
  says?: string
  /** which of those that fit, from 1, which it is by default */
  nth?: number
}

export function isAt(point: Point | null, moment: Point['moment'], effect: Effect): boolean {
  if (point?.moment !== moment) return false
  const written = tablesOf(effect)
  return (
    point.writes.every(table => written.has(table)) &&
    !point.butNot?.some(table => written.has(table)) &&
    effect.some(statement => statement.includes(point.says ?? ''))
  )
}

/** The tables that statements write; `job` is the queue's. */
export function tablesOf(effect: Effect): ReadonlySet<string> {
  const found = effect.flatMap(statement => [
    ...[...statement.matchAll(WRITTEN)].map(([, table = '']) => table),
    ...(/graphile_worker\.(add_job|remove_job)/.test(statement) ? ['job'] : []),
  ])
  return new Set(found)
}

/** Neither `for update` nor `do update`. */
const WRITTEN =
  /\b(?:insert\s+into|(?<!\b(?:for|key|do)\s+)update|delete\s+from)\s+(?:only\s+)?([a-z_]+)/gi
