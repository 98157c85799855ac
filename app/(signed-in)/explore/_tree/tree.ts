import type { Kind } from '#lib/metrics/terms.ts'

export interface Item {
  name: string
  kind: Kind
}

export type TreeRow = BranchRow | MetricRow

interface BranchRow {
  type: 'branch'
  depth: number
  /** what all below it begin with */
  path: string
  label: string
  count: number
  isOpen: boolean
}

interface MetricRow {
  type: 'metric'
  depth: number
  item: Item
  /** without what the branches above it say */
  label: string
  /** counted in several ways under this name */
  isOneOfSeveral: boolean
}

/** Where names are divided. */
const DIVIDERS = /[./:]/g
/** So few are all shown at once. */
const SHOWN_AT_ONCE = 60

/**
 * The rows of a tree of metrics that are to be seen. Names that begin alike lie in a branch, which is open when there
 * are few metrics, when something is searched for or one of them is shown, unless it was `turned`.
 */
export function rowsOf(
  items: readonly Item[],
  { q, turned, shown }: { q: string; turned: ReadonlySet<string>; shown: readonly string[] },
): TreeRow[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter(({ name }) => {
    const text = name.toLowerCase()
    return words.every(word => text.includes(word))
  })
  const isOpenAtFirst = words.length > 0 || items.length <= SHOWN_AT_ONCE
  const isOpen = (path: string) =>
    turned.has(path) !== (isOpenAtFirst || shown.some(name => name.startsWith(path)))
  return rowsBelow(found, '', 0, isOpen)
}

function rowsBelow(
  items: readonly Item[],
  path: string,
  depth: number,
  isOpen: (path: string) => boolean,
): TreeRow[] {
  return [...groupsOf(items, path)].flatMap(([start, members]): TreeRow[] => {
    const isOneOfSeveral = members.length > 1
    if (members.every(({ name }) => name === members[0]?.name))
      return members.map(item => ({
        ...{ type: 'metric', depth, item, isOneOfSeveral },
        label: item.name.slice(path.length),
      }))

    const branch = commonStart(members, start)
    const open = isOpen(branch)
    const row: BranchRow = {
      ...{ type: 'branch', depth, path: branch, isOpen: open },
      ...{ label: branch.slice(path.length), count: members.length },
    }
    return [row, ...(open ? rowsBelow(members, branch, depth + 1, isOpen) : [])]
  })
}

/** By what they begin with up to the next divider; a name without one stands for itself. */
function groupsOf(items: readonly Item[], path: string): Map<string, Item[]> {
  return Map.groupBy(items, ({ name }) => upToDivider(name, path.length) ?? name)
}

/** As far as all of them go together: `shop.checkout.` where `shop.` has no others. */
function commonStart(items: readonly Item[], start: string): string {
  for (let path = start; ; ) {
    const next = items[0] && upToDivider(items[0].name, path.length)
    if (!next || !items.every(({ name }) => name.startsWith(next))) return path
    path = next
  }
}

function upToDivider(name: string, from: number): string | null {
  DIVIDERS.lastIndex = from
  const found = DIVIDERS.exec(name)
  return found && found.index < name.length - 1 ? name.slice(0, found.index + 1) : null
}
