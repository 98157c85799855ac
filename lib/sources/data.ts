import { type Reach, whereReached } from '#lib/access/reach.ts'
import { type Db, db, type Tx } from '#lib/db/client.ts'
import type { Source } from '#lib/db/generated/client.ts'
import { listen } from '#lib/db/listen.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { containing } from '#lib/like.ts'
import { maskSettings, openSettings, type Settings } from '#lib/settings.ts'
import type { SourceView } from '#lib/sources/schema.ts'

export interface SourceQuery {
  /** a part of key, type or description */
  q?: string | undefined
  limit?: number | undefined
  /** the key after which the page begins */
  cursor?: string | undefined
}

/** Configured sources by key, a page of them; `next` is the cursor of the next page. */
export async function listSources(reach: Reach, { q, limit = 100, cursor }: SourceQuery = {}) {
  const contains = containing(q)
  const rows = await db().source.findMany({
    where: {
      AND: [
        whereReached(reach),
        q ? { OR: [{ key: contains }, { type: contains }, { description: contains }] } : {},
        cursor ? { key: { gt: cursor } } : {},
      ],
    },
    orderBy: { key: 'asc' },
    take: limit + 1,
  })
  return itemsOf(rows.map(viewOf), limit, ({ key }) => key)
}

export async function getSource(reach: Reach, key: string): Promise<SourceView> {
  return viewOf(await sourceRow(reach, key))
}

/** The stored row, secrets sealed. Throws a UserError when there is none. */
export async function sourceRow(
  reach: Reach,
  key: string,
  client: Db | Tx = db(),
): Promise<Source> {
  const row = await client.source.findUnique({ where: { key, ...whereReached(reach) } })
  if (!row) throw new UserError(`There is no source "${key}".`, { code: 'not_found' })
  return row
}

/** One configured source with its secrets: for the process that asks it. */
export interface Instance {
  key: string
  type: string
  description: string
  enabled: boolean
  /** whoever asks it must reach one of them */
  groups: string[]
  settings: Settings
  updatedAt: Date
}

export async function loadInstances(): Promise<Instance[]> {
  const rows = await db().source.findMany({ orderBy: { key: 'asc' } })
  return rows.map(row => ({
    key: row.key,
    type: row.type,
    description: row.description,
    enabled: row.enabled,
    groups: row.groups,
    settings: openSettings(row),
    updatedAt: row.updatedAt,
  }))
}

/** Calls `changed` whenever a source may have changed, until the signal aborts. */
export function watchSources(changed: () => void, signal: AbortSignal): Promise<void> {
  const heard = (_: string, payload: string | null) => {
    if (payload === null || payload.startsWith('source:')) changed()
  }
  return listen(process.env.DATABASE_URL ?? '', ['belfry_config'], heard, signal)
}

export function viewOf(row: Source): SourceView {
  return {
    key: row.key,
    type: row.type,
    description: row.description,
    config: maskSettings(row),
    enabled: row.enabled,
    groups: row.groups,
    declared: row.declared,
    updatedAt: row.updatedAt.toISOString(),
    health: {
      lastCallAt: row.lastCallAt?.toISOString() ?? null,
      lastOkAt: row.lastOkAt?.toISOString() ?? null,
      lastErrorAt: row.lastErrorAt?.toISOString() ?? null,
      lastError: row.lastError,
      latencyMs: row.latencyMs,
    },
  }
}
