/** An open context, as far as names go. */
export interface Named {
  readonly name: string
}

/** What a new context is called, and the open one whose child it is. */
export interface Place<C> {
  name: string
  parent: C | undefined
}

/**
 * Finds the place of a new context among the open ones, outermost first. `.x` goes into the current one, `^.x` into the
 * outermost, any other name into the one that it continues, if there is one. Throws a RangeError for what is no name.
 */
export function placeOf<C extends Named>(asked: string, open: readonly C[]): Place<C> {
  const { where, parts } = partsOf(asked)
  if (where === undefined) {
    const closest = findClosest(asked, open)
    return { name: asked, parent: closest && continues(asked, closest.name) ? closest : undefined }
  }
  const parent = find(where, open)
  return { name: parent ? joined(parent.name, parts) : parts.join('.'), parent }
}

function partsOf(asked: string): { where: '.' | '^' | undefined; parts: string[] } {
  const [, sign, name = ''] = /^(\.|\^\.)?(.*)$/s.exec(asked) ?? []
  const parts = name.split('.')
  if (parts.includes('') || name.startsWith('^'))
    throw new RangeError(`${JSON.stringify(asked)} is not the name of a context`)
  return { where: sign === undefined ? undefined : sign === '.' ? '.' : '^', parts }
}

/** What both have at the seam stands there once: `.b.x` in `a.b` is `a.b.x`. */
function joined(parent: string, parts: readonly string[]): string {
  const before = parent.split('.')
  const seam = before.lastIndexOf(parts[0] ?? '')
  return [...(seam < 0 ? before : before.slice(0, seam)), ...parts].join('.')
}

const continues = (name: string, start: string) => name === start || name.startsWith(`${start}.`)

/** An open context by its name, or by its place: `.` the current one, `..` the one before it, `^` the outermost. */
export function find<C extends Named>(where: string, open: readonly C[]): C | undefined {
  if (where === '.') return open.at(-1)
  if (where === '..') return open.at(-2)
  if (where === '^') return open[0]
  return open.findLast(({ name }) => name === where)
}

/** The open context that shares the most leading parts with a name, the outermost of the best. */
export function findClosest<C extends Named>(name: string, open: readonly C[]): C | undefined {
  const parts = name.split('.')
  let best: C | undefined
  let most = 0
  for (const context of open) {
    const shared = sharedParts(parts, context.name.split('.'))
    if (shared > most) {
      best = context
      most = shared
    }
  }
  return best
}

function sharedParts(a: readonly string[], b: readonly string[]): number {
  const end = a.findIndex((part, i) => part !== b[i])
  return end < 0 ? a.length : end
}
