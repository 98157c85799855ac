/** What a process brings about at once: in its database, on its disk, or where others hear it. */
export interface Effect {
  door: 'database' | 'disk' | 'network'
  /** statements that become lasting together; a call of the file system; what goes out on a connection */
  says: readonly string[]
}

/** An effect, by its door, the tables that it writes and its words. */
export interface Known {
  /** the database's by default */
  door?: Effect['door']
  writes?: readonly string[]
  butNot?: readonly string[]
  /** what stands in it, where tables do not tell */
  says?: string
}

/** A moment between two effects: just before or just after one. */
export interface Point extends Known {
  moment: 'before' | 'after'
  /** which of those that fit, from 1, which it is by default */
  nth?: number
}

export function isOf(known: Known, { door, says }: Effect): boolean {
  if (door !== (known.door ?? 'database')) return false
  const written = tablesOf(says)
  return (
    (known.writes ?? []).every(table => written.has(table)) &&
    !known.butNot?.some(table => written.has(table)) &&
    says.some(text => text.includes(known.says ?? ''))
  )
}

/** The tables that statements write; `job` is the queue's. */
export function tablesOf(statements: readonly string[]): ReadonlySet<string> {
  const found = statements.flatMap(statement => [
    ...[...statement.matchAll(WRITTEN)].map(([, table = '']) => table),
    ...(/graphile_worker\.(add_jobs?|remove_job)/.test(statement) ? ['job'] : []),
  ])
  return new Set(found)
}

/** Neither `for update` nor `do update`; with the schema and the quotes of those who write them. */
const WRITTEN =
  /\b(?:insert\s+into|(?<!\b(?:for|key|do)\s+)update|delete\s+from)\s+(?:only\s+)?(?:"?\w+"?\.)?"?([a-z_]+)/gi
