import { db } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { badCursor, type Items, itemsOf } from '#lib/items.ts'
import { isId } from '#lib/storable.ts'
import type { TriggerId } from '#lib/streams/triggers/data.ts'

/** What a trigger was. */
export interface TriggerVersion {
  version: number
  yaml: string
  savedAt: Date
  savedBy: string
}

const LAST = 2 ** 31 - 1
const COLUMNS = { version: true, source: true, at: true, author: true } as const

/** Newest first. */
export async function versionsOf(
  triggerId: TriggerId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Items<TriggerVersion>> {
  const before = cursor === undefined ? LAST : Number(cursor)
  if (!isId(before)) throw badCursor()
  const rows = await db().triggerVersion.findMany({
    where: { triggerId, version: { lt: before } },
    select: COLUMNS,
    orderBy: { version: 'desc' },
    take: limit + 1,
  })
  return itemsOf(rows.map(versionOf), limit, ({ version }) => version)
}

/** Null when there is none. */
export async function findVersion(
  triggerId: TriggerId,
  version: number,
): Promise<TriggerVersion | null> {
  if (!isId(version)) return null
  const row = await db().triggerVersion.findUnique({
    where: { triggerId_version: { triggerId, version } },
    select: COLUMNS,
  })
  return row && versionOf(row)
}

/** Throws a UserError (`not_found`) when there is none. */
export async function getVersion(triggerId: TriggerId, version: number): Promise<TriggerVersion> {
  const found = await findVersion(triggerId, version)
  if (!found)
    throw new UserError(`Trigger ${triggerId} has no version ${version}.`, { code: 'not_found' })
  return found
}

interface Row {
  version: number
  source: string
  at: Date
  author: string
}

const versionOf = ({ version, source, at, author }: Row): TriggerVersion => ({
  ...{ version, yaml: source, savedAt: at, savedBy: author },
})
