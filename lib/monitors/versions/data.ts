import { db } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import type { MonitorId } from '#lib/monitors/data.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { isId } from '#lib/storable.ts'

export interface Version {
  version: number
  at: Date
  author: string
  /** names of the fields that differ from the version before */
  changed: string[]
}

/** Newest first. */
export async function versionsOf(
  monitorId: MonitorId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<Version>> {
  const before = cursor === undefined ? 2 ** 31 - 1 : Number(cursor)
  if (!isId(before)) throw badCursor()
  const rows = await db().$queryRaw<Version[]>`
    select v.version, v.at, v.author, coalesce(array(
      select key from jsonb_each(v.content)
      where old.content is not null and key <> 'active' and value is distinct from old.content -> key
      order by key), '{}') as changed
    from monitor_version v
    left join monitor_version old on old.monitor_id = v.monitor_id and old.version = v.version - 1
    where v.monitor_id = ${monitorId} and v.version < ${before}::int
    order by v.version desc limit ${limit + 1}`
  return itemsOf(rows, limit, ({ version }) => version)
}

export interface SavedVersion {
  version: number
  at: Date
  author: string
  content: MonitorInput
}

/** A version and its whole definition; null when there is none. */
export async function findVersion(
  monitorId: MonitorId,
  version: number,
): Promise<SavedVersion | null> {
  if (!isId(version)) return null
  const row = await db().monitorVersion.findUnique({
    where: { monitorId_version: { monitorId, version } },
    select: { version: true, at: true, author: true, content: true },
  })
  return row && { ...row, content: row.content as MonitorInput }
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getVersion(monitorId: MonitorId, version: number): Promise<SavedVersion> {
  const saved = await findVersion(monitorId, version)
  if (!saved)
    throw new UserError(`Monitor ${monitorId} has no version ${version}.`, { code: 'not_found' })
  return saved
}
