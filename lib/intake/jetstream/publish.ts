import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { JetStreamApiError } from '@nats-io/jetstream'
import { RequestError } from '@nats-io/transport-node'
import { InDoubt } from '#lib/database-away.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import type { Connection } from '#lib/intake/jetstream/connection.ts'
import { messagesOf } from '#lib/intake/jetstream/message.ts'
import { unitsOf } from '#lib/intake/jetstream/subjects.ts'

const WAIT_MS = { least: 50, most: 1_000 }
/** Servers that elect another leader need so long as a rule: until then nobody is refused. */
const PATIENCE_MS = 4_000

interface Message {
  id: string
  data: Buffer
}

/** What became of one attempt. `refused` is certain: the stream has nothing of it. */
type Attempt = { kind: 'kept' } | { kind: 'in doubt' | 'refused'; error: unknown }

/**
 * Publishes units, one a line; resolves when the stream has them on as many servers as it is to be on. Until that is known it tries
 * again under the same ids, so that nothing is there twice. Rejects with a UserError when nothing was taken, and with an
 * `InDoubt` when that is not known at the end, which `signal` says.
 */
export async function publish(
  { current }: Pick<Connection, 'current'>,
  projectId: number,
  payload: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const name = randomUUID()
  const startedAt = performance.now()
  let left = messagesOf(payload).map((data, i): Message => ({ id: `${name}:${i}`, data }))
  let isTouched = false

  async function attempt({ id, data }: Message): Promise<Attempt> {
    const open = current()
    if (!open) return { kind: 'refused', error: new Error('there is no connection') }
    try {
      await open.js.publish(unitsOf(projectId), data, { msgID: id })
      return { kind: 'kept' }
    } catch (error) {
      return { kind: isCertain(error) ? 'refused' : 'in doubt', error }
    }
  }

  for (let waitMs = WAIT_MS.least; ; waitMs = Math.min(waitMs * 2, WAIT_MS.most)) {
    const attempts = await Promise.all(left.map(attempt))
    left = left.filter((_, i) => attempts[i]?.kind !== 'kept')
    if (left.length === 0) return

    isTouched ||= attempts.some(({ kind }) => kind !== 'refused')
    const isLate =
      performance.now() - startedAt > PATIENCE_MS || !current() || attempts.some(isFull)
    if (!isTouched && isLate) throw notTaken(attempts)
    if (signal.aborted) throw new InDoubt('NATS')
    await delay(waitMs, undefined, { signal }).catch(() => {})
  }
}

/** Nobody was there to take it, or somebody said no; of anything else one cannot know. */
function isCertain(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return true
  const { cause } = error as Error
  return cause instanceof RequestError && cause.isNoResponders()
}

const isFull = (attempt: Attempt) =>
  attempt.kind === 'refused' && attempt.error instanceof JetStreamApiError

function notTaken(attempts: readonly Attempt[]): UserError {
  const [error] = attempts.flatMap(attempt => ('error' in attempt ? [attempt.error] : []))
  return natsAway(reasonOf(error))
}

export const natsAway = (reason: string) =>
  new UserError(`NATS cannot be written to right now: ${reason}. Nothing of this was taken.`, {
    code: 'unavailable',
    retryAfterSeconds: 2,
  })
