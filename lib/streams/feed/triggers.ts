import { LRUCache } from 'lru-cache'
import type { CompiledTrigger } from '#lib/streams/definition/compile.ts'

/** Types of events of one project whose triggers are remembered: more than a project may have. */
const MOST_TYPES = 20_000

/** A trigger, as it was saved once. */
export interface Version {
  id: number
  triggerId: number
  /** whether new streams are opened with it; with others, only those that are open already go on */
  isCurrent: boolean
  trigger: CompiledTrigger
}

/** One trigger's versions that an event may belong to: the oldest first, so that streams that are open get what is theirs. */
export type Versions = readonly Version[]

/** The triggers of one project. */
export interface Triggers {
  /** those that may take events of this type, and those that want to know of every event */
  of(type: string): readonly Versions[]
}

export function triggersOf(versions: readonly Version[]): Triggers {
  const sorted = versions.toSorted((a, b) => a.triggerId - b.triggerId || a.id - b.id)
  const known = new LRUCache<string, readonly Versions[]>({ max: MOST_TYPES })
  return {
    of(type) {
      const before = known.get(type)
      if (before) return before
      const found = byTrigger(sorted.filter(version => isAsked(version, type)))
      known.set(type, found)
      return found
    },
  }
}

const isAsked = ({ trigger }: Version, type: string) =>
  trigger.definition.debug_level > 0 || trigger.fitsType(type)

function byTrigger(versions: readonly Version[]): readonly Versions[] {
  const triggers = new Map<number, Version[]>()
  for (const version of versions) {
    const others = triggers.get(version.triggerId)
    if (others) others.push(version)
    else triggers.set(version.triggerId, [version])
  }
  return [...triggers.values()]
}
