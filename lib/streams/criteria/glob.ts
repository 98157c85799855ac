/**
 * Whether texts fit a shell's pattern: `*` any characters, `?` one, `[abc]`, `[a-z]` and `[!a]` one of these or none of these.
 * Takes at most the product of both lengths, whatever the pattern.
 */
export function globMatcher(pattern: string): (text: string) => boolean {
  if (!/[*?[]/.test(pattern)) return text => text === pattern
  const start = pattern.slice(0, -1)
  if (pattern.endsWith('*') && !/[*?[]/.test(start)) return text => text.startsWith(start)
  const end = pattern.slice(1)
  if (pattern.startsWith('*') && !/[*?[]/.test(end)) return text => text.endsWith(end)
  const steps = stepsOf(pattern)
  return text => fits(steps, [...text])
}

/** Null stands for any characters. */
type Step = ((character: string) => boolean) | null

function fits(steps: readonly Step[], text: readonly string[]): boolean {
  let at = 0
  let step = 0
  // Where to go on when what follows the last star does not fit: only the last one is ever given more.
  let star = -1
  let starAt = 0
  while (at < text.length) {
    const test = steps[step]
    if (test?.(text[at] as string)) {
      at++
      step++
    } else if (test === null) {
      star = step++
      starAt = at
    } else if (star >= 0) {
      step = star + 1
      at = ++starAt
    } else return false
  }
  return steps.slice(step).every(rest => rest === null)
}

const ONE = /\*+|\?|\[(!|(?!!))(\][^\]]*|[^\]]+)\]|./gsu

const stepsOf = (pattern: string): Step[] =>
  [...pattern.matchAll(ONE)].map(([all, not, set]) => {
    if (all.startsWith('*')) return null
    if (all === '?') return () => true
    if (set === undefined) return character => character === all
    const ranges = rangesOf([...set])
    const isIn = (character: string) =>
      ranges.some(([from, to]) => from <= character && character <= to)
    return not ? character => !isIn(character) : isIn
  })

function rangesOf(set: readonly string[]): [string, string][] {
  const ranges: [string, string][] = []
  for (let i = 0; i < set.length; i++) {
    const from = set[i] as string
    const to = set[i + 1] === '-' ? set[i + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) i += 2
  }
  return ranges
}
