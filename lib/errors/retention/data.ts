import { db } from '#lib/db/client.ts'
import type { KeptSince } from '#lib/errors/counts/segments.ts'
import { KEPT_SINCE_KEY, RETENTION_KEY } from '#lib/errors/retention/keys.ts'
import { type Retention, retention } from '#lib/errors/retention/schema.ts'

/** For how many days each kind of counts is kept. */
export async function getRetention(): Promise<Retention> {
  const row = await db().setting.findUnique({ where: { key: RETENTION_KEY } })
  return retention.parse(row?.value ?? {})
}

export async function keptSince(): Promise<KeptSince> {
  const row = await db().setting.findUnique({ where: { key: KEPT_SINCE_KEY } })
  return { hour: 0, minute: 0, second: 0, ...(row?.value as Partial<KeptSince> | undefined) }
}
