import { db } from '#lib/db/client.ts'
import type { KeptSince } from '#lib/errors/counts/segments.ts'
import { type Retention, retention } from '#lib/errors/retention/schema.ts'

export const RETENTION_KEY = 'errors.retention'
/** What the clean-up has deleted up to; readers believe this and not the settings, which may have grown since. */
export const KEPT_SINCE_KEY = 'errors.kept-since'

/** For how many days each kind of counts is kept. */
export async function getRetention(): Promise<Retention> {
  const row = await db().setting.findUnique({ where: { key: RETENTION_KEY } })
  return retention.parse(row?.value ?? {})
}

export async function keptSince(): Promise<KeptSince> {
  const row = await db().setting.findUnique({ where: { key: KEPT_SINCE_KEY } })
  return { hour: 0, minute: 0, second: 0, ...(row?.value as Partial<KeptSince> | undefined) }
}
