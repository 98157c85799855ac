import type { Pool } from 'pg'
import { log } from '#lib/log.ts'
import { readProjects, watchProjects } from '#lib/projects/data.ts'
import { type Key, type LookUps, lookUps } from '#lib/projects/look-ups.ts'
import { writeUsed } from '#lib/projects/used.ts'

/** A notice that was lost is made good after this time. */
const RELOAD_MS = 10_000
const USE_WRITTEN_EVERY_MS = 10_000

/**
 * Projects and keys in memory, as they stand in the database: a change is known here as soon as its notice comes.
 * Look-ups don't wait. Looking up a key counts as its use.
 */
export interface Directory extends LookUps {
  /** Notes that a pair of keys was used, where it was found otherwise than by its public one. */
  used(key: Pick<Key, 'id'>): void
  /** Calls `changed` after every change, until the returned function is called. */
  onChange(changed: () => void): () => void
  close(): Promise<void>
}

/** Throws a UserError when private keys were sealed with another `BELFRY_SECRET`. */
export async function openDirectory(pool: Pool): Promise<Directory> {
  const listeners = new Set<() => void>()
  const used = new Set<number>()
  let current = await load(pool)
  let version = JSON.stringify(current.content)
  let loading: Promise<void> | undefined
  let isStale = false

  async function reload() {
    while (isStale) {
      isStale = false
      const next = await load(pool)
      const nextVersion = JSON.stringify(next.content)
      if (nextVersion === version) continue
      current = next
      version = nextVersion
      for (const changed of listeners) changed()
    }
  }

  function renew() {
    isStale = true
    loading ??= reload()
      .catch(error => log.warn({ err: error }, 'the projects could not be read'))
      .finally(() => {
        loading = undefined
        if (isStale) renew()
      })
  }

  async function flush() {
    const ids = [...used]
    used.clear()
    if (ids.length > 0)
      await writeUsed(pool, ids).catch(error =>
        log.warn({ err: error }, 'the use of keys could not be written'),
      )
  }

  const stopWatching = watchProjects(renew)
  const timers = [
    setInterval(renew, RELOAD_MS).unref(),
    setInterval(() => void flush(), USE_WRITTEN_EVERY_MS).unref(),
  ]

  return {
    all: () => current.lookUps.all(),
    byId: id => current.lookUps.byId(id),
    named: idOrName => current.lookUps.named(idOrName),
    keysOf: projectId => current.lookUps.keysOf(projectId),
    claimedBy: arrival => current.lookUps.claimedBy(arrival),
    used: ({ id }) => void used.add(id),
    byPublicKey(publicKey) {
      const found = current.lookUps.byPublicKey(publicKey)
      if (found) used.add(found.key.id)
      return found
    },
    onChange(changed) {
      listeners.add(changed)
      return () => void listeners.delete(changed)
    },
    async close() {
      stopWatching()
      for (const timer of timers) clearInterval(timer)
      await loading
      await flush()
    },
  }
}

async function load(pool: Pool): Promise<{ content: unknown; lookUps: LookUps }> {
  const content = await readProjects(pool)
  return { content, lookUps: lookUps(content.projects, content.keys) }
}
