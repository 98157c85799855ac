import type { LevelName } from '#lib/errors/event.ts'

/** One record of a tree as its page shows it: an event, or an error that was counted meanwhile. */
export interface TreeNode {
  /** of an event its uid, of an error `error-` and its number */
  key: string
  kind: 'event' | 'error'
  type: string
  label: string
  host: string
  pid: number | null
  project: string
  /** milliseconds since 1970 */
  start: number
  end: number
  failure: string | null
  /** position of the one it is a part of, or -1 */
  parent: number
  /** of an error */
  level?: LevelName
  program?: string
  /** where an error is to be seen */
  href?: string
}

export interface Row {
  node: TreeNode
  depth: number
  /** how many are below it, at any depth */
  below: number
  /** whether one below it failed */
  failedBelow: boolean
}

/** Whole trees in the order in which they are read: each with its parts below it, these by their beginning. */
export function rowsOf(nodes: readonly TreeNode[]): Row[] {
  const parts = Map.groupBy(nodes.keys(), i => nodes[i]?.parent ?? -1)
  const rows: Row[] = []
  const open = [...(parts.get(-1) ?? [])].reverse().map(i => ({ i, depth: 0 }))
  for (let next = open.pop(); next; next = open.pop()) {
    const node = nodes[next.i]
    if (!node) continue
    rows.push({ node, depth: next.depth, below: 0, failedBelow: false })
    const depth = next.depth + 1
    open.push(...[...(parts.get(next.i) ?? [])].reverse().map(i => ({ i, depth })))
  }
  tellOfParts(rows)
  return rows
}

/** From the last to the first, so that of every row what is below it is known. */
function tellOfParts(rows: Row[]) {
  for (let at = rows.length - 1; at >= 0; at--) {
    const row = rows[at]
    if (!row) continue
    for (
      let part = at + 1;
      (rows[part]?.depth ?? 0) > row.depth;
      part += 1 + (rows[part]?.below ?? 0)
    ) {
      const { below, failedBelow, node } = rows[part] as Row
      row.below += 1 + below
      row.failedBelow ||= failedBelow || node.failure !== null
    }
  }
}

/** Without what is below those that are folded. */
export function unfolded(rows: readonly Row[], folded: ReadonlySet<string>): Row[] {
  const shown: Row[] = []
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]
    if (!row) continue
    shown.push(row)
    if (folded.has(row.node.key)) at += row.below
  }
  return shown
}
