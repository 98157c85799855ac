/** What waits to be sent, bounded by number and by characters. */
export interface Queue {
  /** False when it is full. */
  push(line: string): boolean
  /** Takes lines from its beginning, one at least if there is one, so many and so many bytes at most. */
  take(most: number, mostBytes: number): string[]
  /** Puts lines back to its beginning. */
  putBack(lines: readonly string[]): void
  readonly length: number
}

export function newQueue(mostLines: number, mostBytes: number): Queue {
  let lines: string[] = []
  let first = 0
  let bytes = 0

  /** Moving what is left costs a multiple of nothing only when the taken half is the greater one. */
  function compact() {
    if (first < 1_000 && first < lines.length) return
    lines = lines.slice(first)
    first = 0
  }

  return {
    push(line) {
      if (lines.length - first >= mostLines || bytes + line.length > mostBytes) return false
      lines.push(line)
      bytes += line.length
      return true
    },

    take(most, mostTaken) {
      let end = first
      let taken = 0
      while (end < lines.length && end - first < most) {
        const size = lines[end]?.length ?? 0
        if (end > first && taken + size > mostTaken) break
        taken += size
        end++
      }
      const some = lines.slice(first, end)
      first = end
      bytes -= taken
      compact()
      return some
    },

    putBack(some) {
      lines = [...some, ...lines.slice(first)]
      first = 0
      bytes += some.reduce((sum, line) => sum + line.length, 0)
    },

    get length() {
      return lines.length - first
    },
  }
}
