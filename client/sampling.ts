import { find, type Named } from './names.ts'

/** Which share is kept, and by whom it is drawn: `.` or its own name, `..`, `^`, or the name of an open context. */
export type Sample = readonly [where: string, rate: number]

/** A context that remembers what was drawn for those below it. */
export interface Drawer extends Named {
  readonly isSampled: boolean
  /** by the name of the one that it was drawn for */
  readonly drawn: Map<string, boolean>
}

interface Candidate {
  name: string
  /** the name as it was asked for: `.sql` */
  asked: string
  sample: Sample | undefined
  parent: Drawer | undefined
  open: readonly Drawer[]
}

/**
 * Whether a new context is kept. Its own draw is made every time; one by another context once for that one and the name, so that all of
 * a name below it agree. What is below one that is not kept never is.
 */
export function isKept(candidate: Candidate, draw: () => number = Math.random): boolean {
  const { name, sample, parent } = candidate
  if (parent && !parent.isSampled) return false
  if (!sample) return true
  const rate = sample[1]
  const drawer = drawerOf(candidate, sample[0])
  const known = drawer?.drawn.get(name)
  if (known !== undefined) return known

  const kept = draw() <= rate
  drawer?.drawn.set(name, kept)
  return kept
}

/** Undefined: it draws for itself, as it does when the one that should is not open. */
function drawerOf({ name, asked, parent, open }: Candidate, where: string): Drawer | undefined {
  if (where === '.' || where === name || where === asked) return undefined
  // It is not open yet: what will be the one before it is now the current one.
  if (where === '..') return parent ?? open.at(-1)
  return find(where, open)
}
