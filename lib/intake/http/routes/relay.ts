import { UserError } from '#lib/failures.ts'
import type { Asked, Call, Reply, Route } from '#lib/intake/http/route.ts'
import { keyOf } from '#lib/intake/http/sender.ts'
import type { Directory } from '#lib/projects/directory.ts'
import type { Project } from '#lib/projects/schema.ts'
import { InDoubt } from '#lib/recorder.ts'
import type { Answer, UnitAnswer } from '#lib/relay/wire/answer.ts'
import { type Arrived, readUnits } from '#lib/relay/wire/read.ts'

const MIB = 1024 * 1024
const RETRY_SECONDS = 2

/**
 * What relays have kept on their disks and send on: units, one a line, each answered by itself. A body without any is how
 * a relay asks whether somebody is there, and for what it takes to read what the project's senders send.
 */
export const relay: Route = {
  method: 'POST',
  path: '/relay',
  protocol: 'http',
  limits: { packedBytes: 24 * MIB, bytes: 48 * MIB },
  sender,
  handle,
}

/** By its key alone: which protocols the project takes is asked for each unit. */
function sender(asked: Asked, directory: Directory): Project {
  const found = directory.byPublicKey(keyOf(relay, asked) ?? '')
  if (found) return found.project
  throw new UserError('The key of the relay is missing, not known, or was revoked.', {
    code: 'unauthorized',
  })
}

async function handle(call: Call): Promise<Reply> {
  const { id, name, protocols, settings } = call.project
  const { gottwall, otlp } = settings.metrics
  // All at once, so that they are written together.
  const units = await Promise.all(readUnits(call.body).map(arrived => answer(arrived, call)))
  const project = { id, name, protocols, metrics: { gottwall, otlp } }
  return { status: 200, body: { now: Date.now(), project, units } satisfies Answer }
}

async function answer(arrived: Arrived, call: Call): Promise<UnitAnswer> {
  try {
    const outcomes = countsOf(await take(arrived, call))
    if (arrived.invalid > 0) outcomes.invalid = (outcomes.invalid ?? 0) + arrived.invalid
    return { status: 'taken', outcomes }
  } catch (error) {
    // Nobody knows whether it was taken: the relay is to ask here again, and nowhere else.
    if (error instanceof InDoubt) throw error
    if (!(error instanceof UserError))
      return { status: 'refused', reason: 'the database refused it' }
    const { code, message: reason, retryAfterSeconds: seconds = RETRY_SECONDS } = error
    return code === 'too_many' || code === 'unavailable'
      ? { status: 'later', code, reason, seconds }
      : { status: 'refused', reason }
  }
}

/** What became of each. */
async function take({ unit, bytes, invalid }: Arrived, call: Call): Promise<string[]> {
  const { project, intake, metrics, events, notifications } = call
  const { input } = unit
  const options = { key: unit.key, bytes }
  if (unit.errors) {
    if (invalid > 0) intake.drop(project, input, 'invalid', invalid)
    const receipts = await some(unit.errors, of => intake.accept(project, input, of, options))
    return receipts.map(({ status }) => status)
  }
  if (unit.metrics) {
    if (invalid > 0) metrics.drop(project, input, 'invalid', invalid)
    return some(unit.metrics, of => metrics.accept(project, input, of, options))
  }
  if (unit.notifications) {
    if (invalid > 0) notifications.drop(project, input, 'invalid', invalid)
    const receipts = await some(unit.notifications, of =>
      notifications.accept(project, input, of, options),
    )
    return receipts.map(({ status }) => status)
  }
  if (invalid > 0) events.drop(project, input, 'invalid', invalid)
  return some(unit.events ?? [], of => events.accept(project, input, of, options))
}

const some = async <T, R>(items: readonly T[], accept: (items: readonly T[]) => Promise<R[]>) =>
  items.length > 0 ? accept(items) : []

function countsOf(outcomes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
