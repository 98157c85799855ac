import { InDoubt } from '#lib/database-away.ts'
import { UserError } from '#lib/failures.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import type { Project } from '#lib/projects/schema.ts'
import type { UnitAnswer } from '#lib/relay/wire/answer.ts'
import type { Arrived } from '#lib/relay/wire/read.ts'

const RETRY_SECONDS = 2

export type Intakes = Pick<ListenerContext, 'intake' | 'metrics' | 'events' | 'notifications'>

/** Takes in a unit, once however often it comes, and tells what became of it. Throws an `InDoubt` when nobody knows. */
export async function takeUnit(
  arrived: Arrived,
  project: Project,
  intakes: Intakes,
): Promise<UnitAnswer> {
  try {
    const outcomes = countsOf(await take(arrived, project, intakes))
    if (arrived.invalid > 0) outcomes.invalid = (outcomes.invalid ?? 0) + arrived.invalid
    return { status: 'taken', outcomes }
  } catch (error) {
    // Nobody knows whether it was taken: whoever sent it is to ask here again, and nowhere else.
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
async function take(
  { unit, bytes, invalid }: Arrived,
  project: Project,
  { intake, metrics, events, notifications }: Intakes,
): Promise<string[]> {
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
