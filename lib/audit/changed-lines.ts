const LEFT_OUT = '…'

/**
 * Two values as they are, unless one is a text of several lines or more than `limit` characters: then only the lines
 * that differ are left, `…` for what is alike before and after them, each side cut at the limit.
 */
export function changedLines(from: unknown, to: unknown, limit: number): [unknown, unknown] {
  if (!isLong(from, limit) && !isLong(to, limit)) return [from, to]
  if (typeof from !== 'string' || typeof to !== 'string') return [cut(from, limit), cut(to, limit)]

  const [before, after] = [from.split('\n'), to.split('\n')]
  const most = Math.min(before.length, after.length)
  const head = alike(most, i => before[i] === after[i])
  const tail = alike(most - head, i => before.at(-1 - i) === after.at(-1 - i))
  const rest = (lines: string[]) =>
    [
      ...(head > 0 ? [LEFT_OUT] : []),
      ...lines.slice(head, lines.length - tail),
      ...(tail > 0 ? [LEFT_OUT] : []),
    ].join('\n')
  return [cut(rest(before), limit), cut(rest(after), limit)]
}

const isLong = (value: unknown, limit: number) =>
  typeof value === 'string' && (value.includes('\n') || value.length > limit)

/** How many in a row are alike, of at most `most`. */
function alike(most: number, isAlike: (index: number) => boolean): number {
  let count = 0
  while (count < most && isAlike(count)) count++
  return count
}

/** The limit never falls inside a character of two halves, which the database would refuse. */
function cut(value: unknown, limit: number): unknown {
  if (typeof value !== 'string' || value.length <= limit) return value
  const end = /[\uD800-\uDBFF]/.test(value.charAt(limit - 1)) ? limit - 1 : limit
  return `${value.slice(0, end)}${LEFT_OUT}`
}
