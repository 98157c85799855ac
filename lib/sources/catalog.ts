import { log } from '#lib/log.ts'
import {
  type Active,
  activate,
  type Broken,
  fingerprintOf,
  ownActive,
} from '#lib/sources/active.ts'
import type { Instance } from '#lib/sources/data.ts'

export type Entries = ReadonlyMap<string, Active | Broken>

export interface Catalog {
  entries(): Promise<Entries>
  /** The same, or what was configured when the database could last be asked. */
  known(): Promise<Entries>
  /** The next who asks gets what is configured then. */
  renew(): void
  close(): Promise<void>
}

/** The sources as configured, kept in memory; what did not change keeps its connections. */
export function openCatalog(load: () => Promise<Instance[]>): Catalog {
  const own = new Map<string, Active>(ownActive().map(source => [source.key, source]))
  let entries = new Map<string, Active | Broken>(own)
  let isStale = true
  let renewing: Promise<void> = Promise.resolve()

  const refresh = async () => {
    const previous = entries
    const next = new Map<string, Active | Broken>(own)
    for (const instance of await load()) {
      const known = previous.get(instance.key)
      const isSame = known?.fingerprint === fingerprintOf(instance)
      next.set(instance.key, isSame ? known : activate(instance))
    }
    entries = next
    for (const [key, old] of previous) if (entries.get(key) !== old) void release(old)
  }

  const current = async () => {
    if (isStale) {
      isStale = false
      renewing = renewing.catch(() => {}).then(refresh)
      renewing.catch(() => {
        isStale = true
      })
    }
    await renewing
    return entries
  }

  return {
    entries: current,
    known: () => current().catch(() => entries),
    renew() {
      isStale = true
    },
    async close() {
      await renewing.catch(() => {})
      await Promise.all([...entries.values()].map(release))
      entries = new Map()
    },
  }
}

/** What is under way with it finishes first, as far as its plugin has it so. */
async function release(old: Active | Broken) {
  if ('problem' in old) return
  try {
    await old.plugin.close?.(old.config)
  } catch (error) {
    log.warn({ err: error, source: old.key }, 'a source could not be closed')
  }
}
