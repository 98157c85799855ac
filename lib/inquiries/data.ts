import { db } from '#lib/db/client.ts'
import type { Told } from '#lib/inquiries/answers.ts'
import { unseal } from '#lib/secrets.ts'

/** Null when whoever asked has stopped waiting. */
export async function findInquiry(id: string): Promise<{ kind: string; question: unknown } | null> {
  const row = await db().inquiry.findUnique({
    where: { id },
    select: { kind: true, question: true },
  })
  return row && { kind: row.kind, question: unseal(row.question) }
}

/** Null while there is none. */
export async function findAnswer(id: string): Promise<Told | null> {
  const row = await db().inquiry.findUnique({ where: { id }, select: { answer: true } })
  return row?.answer ? (unseal(row.answer) as Told) : null
}

/** Whether an engine has shown a sign of life lately. */
export async function hasEngine(silentMs: number): Promise<boolean> {
  const since = new Date(Date.now() - silentMs)
  return (await db().beat.count({ where: { role: 'engine', beatAt: { gt: since } } })) > 0
}
