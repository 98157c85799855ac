import { isScalar, type Node, visit } from 'yaml'

/**
 * The keys that stand in their map a second time. The parser's own check compares each key with all others: hours for
 * what fits into a file.
 */
export function duplicatesIn(root: Node | null): { key: string; offset: number }[] {
  const found: { key: string; offset: number }[] = []
  visit(root, {
    Map(_, { items }) {
      const seen = new Set<string>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) found.push({ key: name, offset: key.range?.[0] ?? 0 })
        seen.add(name)
      }
    },
  })
  return found
}
