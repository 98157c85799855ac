import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml'

/** What stands at one step of a path: where, how much of the path it is, and what is below it. */
interface Step {
  offset: number
  length: number
  node: unknown
}

/** Where the key at a dotted path stands in a document, or the nearest one above it that is there. */
export function offsetAt(document: Document, path: string): number {
  let node: unknown = document.contents
  let offset = startOf(node)
  for (let rest = path; rest !== ''; ) {
    const step = stepIn(resolved(node, document), rest, document)
    if (!step) break
    offset = step.offset
    node = step.node
    rest = rest.slice(step.length + 1)
  }
  return offset
}

function stepIn(node: unknown, path: string, document: Document): Step | undefined {
  if (isSeq(node)) {
    const [place = ''] = path.split('.', 1)
    const item = node.items[Number(place)]
    return item === undefined
      ? undefined
      : { offset: startOf(item), length: place.length, node: item }
  }
  if (!isMap(node)) return undefined
  const steps = node.items.flatMap(({ key, value }): Step[] => {
    const name = isScalar(key) ? String(key.value) : ''
    // The library reads `<<` as a symbol.
    if (isScalar(key) && typeof key.value === 'symbol') return mergedSteps(value, path, document)
    const isOnPath = path === name || path.startsWith(`${name}.`)
    return isOnPath ? [{ offset: startOf(key), length: name.length, node: value }] : []
  })
  // Keys may have dots of their own.
  return steps.sort((a, b) => b.length - a.length)[0]
}

function mergedSteps(value: unknown, path: string, document: Document): Step[] {
  const merged = resolved(value, document)
  const maps = isSeq(merged) ? merged.items : [merged]
  return maps.flatMap(map => stepIn(resolved(map, document), path, document) ?? [])
}

const resolved = (node: unknown, document: Document) =>
  isAlias(node) ? node.resolve(document) : node

const startOf = (node: unknown): number =>
  (node as { range?: readonly [number, number, number] | null } | null)?.range?.[0] ?? 0
