import { SHORTEST_SECRET } from '#lib/secret-forms.ts'

/** No text that is cut is kept longer than this; and a secret of a megabyte must not cost its square. */
const LONGEST_HALF = 4_000
/** How the sandbox marks what it left out: at the end of a text, or once within the output. */
const CUT_WITHIN = /\n… \d+ characters left out …\n/
const CUT_AT_END = '…'

/**
 * Makes what takes halves of secrets away where a text was cut: the beginning of one before the mark, the end of one
 * after it. Texts that were not cut cost nothing.
 */
export function halvesRemover(forms: readonly string[], instead: string) {
  const longest = Math.min(LONGEST_HALF, Math.max(0, ...forms.map(form => form.length)))
  let made: ReturnType<typeof halvesOf> | undefined
  const halves = () => {
    made ??= halvesOf(forms)
    return made
  }

  function withoutBeginning(text: string): string {
    const { beginnings } = halves()
    const size = sizeOf(longest, size => beginnings.has(text.slice(-size)))
    return size ? text.slice(0, -size) + instead : text
  }

  function withoutEnd(text: string): string {
    const { ends } = halves()
    const size = sizeOf(longest, size => ends.has(text.slice(0, size)))
    return size ? instead + text.slice(size) : text
  }

  return (text: string): string => {
    if (text.endsWith(CUT_AT_END)) return withoutBeginning(text.slice(0, -1)) + CUT_AT_END
    const mark = text.includes(CUT_AT_END) ? CUT_WITHIN.exec(text) : null
    if (!mark) return text
    const after = text.slice(mark.index + mark[0].length)
    return withoutBeginning(text.slice(0, mark.index)) + mark[0] + withoutEnd(after)
  }
}

/** The greatest size for which something holds, or 0. */
function sizeOf(longest: number, holds: (size: number) => boolean): number {
  for (let size = longest; size >= SHORTEST_SECRET; size--) if (holds(size)) return size
  return 0
}

function halvesOf(forms: readonly string[]) {
  const beginnings = new Set<string>()
  const ends = new Set<string>()
  for (const form of forms)
    for (let size = SHORTEST_SECRET; size < Math.min(form.length, LONGEST_HALF); size++) {
      beginnings.add(form.slice(0, size))
      ends.add(form.slice(-size))
    }
  return { beginnings, ends }
}
