import { type Reach, whereReached } from '#lib/access/reach.ts'
import { db } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { Told } from '#lib/inquiries/answers.ts'
import type { Plain } from '#lib/plugin.ts'
import type { Job } from '#lib/sandbox/contract.ts'
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

/** What a script is told of its monitor's last run. */
export async function lastRunOf(reach: Reach, monitorId: number): Promise<Job['previous']> {
  const monitor = await db().monitor.findUnique({
    where: { id: monitorId, ...whereReached(reach) },
    select: { lastState: true, lastValue: true, lastRunAt: true },
  })
  if (!monitor) throw new UserError(`There is no monitor ${monitorId}.`, { code: 'not_found' })
  return {
    state: monitor.lastState ?? 'INACTIVE',
    value: monitor.lastValue as Plain,
    at: monitor.lastRunAt,
  }
}
