import type { KeyboardEvent } from 'react'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

interface Keys {
  shown: readonly Row[]
  /** of the selected row, or -1 */
  place: number
  folded: ReadonlySet<string>
  onSelect(key: string | null): void
  fold(key: string, isFolded: boolean): void
}

/** The keys of a tree (WAI-ARIA Authoring Practices, Tree View): up and down, ends, into and out of what has parts. */
export function useTreeKeys({ shown, place, folded, onSelect, fold }: Keys) {
  const row = shown[place]
  const isFolded = row !== undefined && folded.has(row.node.key)

  function go(to: number) {
    const there = shown[Math.min(shown.length - 1, Math.max(0, to))]
    if (there) onSelect(there.node.key)
  }
  function goInside(of: Row) {
    if (isFolded) fold(of.node.key, false)
    else if (of.below > 0) go(place + 1)
  }
  function goOutside(of: Row) {
    if (of.below > 0 && !isFolded) fold(of.node.key, true)
    else if (of.depth > 0) go(shown.slice(0, place).findLastIndex(({ depth }) => depth < of.depth))
  }

  const keys = new Map([
    ['ArrowDown', () => go(place + 1)],
    ['ArrowUp', () => go(place - 1)],
    ['Home', () => go(0)],
    ['End', () => go(shown.length - 1)],
    ['ArrowRight', () => row && goInside(row)],
    ['ArrowLeft', () => row && goOutside(row)],
    ['Escape', () => onSelect(null)],
  ])

  return (event: KeyboardEvent) => {
    const act = keys.get(event.key)
    if (!act || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    act()
  }
}
