import type { Actor } from '#lib/access/person.ts'
import { alertRow } from '#lib/alerting/data.ts'
import { UserError } from '#lib/failures.ts'
import { type Answer, CALL_LIMIT_MS, type Question } from '#lib/inquiries/kinds.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { changeSettings, openSettings, type Settings, type StoredSettings } from '#lib/settings.ts'
import { sourceRow } from '#lib/sources/data.ts'

/** Longer than the call may take: it may have to wait for its turn. */
const LIMIT_MS = CALL_LIMIT_MS + 10_000

/** Calls a method of a configured source, as a script would. */
export const querySource = (question: Question<'query'>, actor: Actor, signal?: AbortSignal) =>
  ask('query', question, LIMIT_MS, signal)

/** Settings to be tried: what differs from the saved ones, or all of those that are not saved yet. */
export interface Trial {
  key: string
  /** may be left out for one that is saved */
  type?: string | undefined
  config: Settings
}

/** Tries the settings of a source. Throws what does not work. */
export async function checkSource(
  trial: Trial,
  actor: Actor,
  signal?: AbortSignal,
): Promise<Answer<'check'>> {
  return ask('check', await inFull(trial, sourceRow), LIMIT_MS, signal)
}

/** Sends a test message with the settings of an alert. */
export async function testAlert(
  trial: Trial,
  actor: Actor,
  signal?: AbortSignal,
): Promise<Answer<'alert-test'>> {
  return ask('alert-test', await inFull(trial, alertRow), LIMIT_MS, signal)
}

/** Masked and missing settings are those that are saved, unless it is of another type now. */
async function inFull(
  { key, type, config }: Trial,
  find: (key: string) => Promise<StoredSettings & { type: string }>,
): Promise<Question<'check'>> {
  const saved = await find(key).catch((error: unknown) => {
    if (type !== undefined && error instanceof UserError && error.code === 'not_found') return null
    throw error
  })
  const isSame = saved !== null && (type === undefined || type === saved.type)
  const present = isSame ? openSettings(saved) : {}
  return { key, type: type ?? saved?.type ?? '', config: changeSettings(present, config) }
}
