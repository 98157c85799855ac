import type { Actor } from '#lib/access/person.ts'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { alertRow } from '#lib/alerting/data.ts'
import type { Entry } from '#lib/audit/record.ts'
import { UserError } from '#lib/failures.ts'
import { type Answer, CALL_LIMIT_MS, type Query, type Question } from '#lib/inquiries/kinds.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { changeSettings, openSettings, type Settings, type StoredSettings } from '#lib/settings.ts'
import { sourceRow } from '#lib/sources/data.ts'

/** Longer than the call may take: it may have to wait for its turn. */
const LIMIT_MS = CALL_LIMIT_MS + 10_000
/** Methods have short names; what was sent instead of one need not be kept. */
const METHOD_SHOWN = 100

/** Calls a method of a configured source, as a script would. */
export const querySource = (query: Query, by: Changer, signal?: AbortSignal) =>
  ask(
    'query',
    { ...query, reach: reachOf(by) },
    {
      ...{ timeoutMs: LIMIT_MS, signal },
      entry: {
        ...{ actor: by, action: 'query', subject: 'source', subjectId: query.source },
        // What was asked for, and what came, may be anybody's data.
        change: { method: query.method.slice(0, METHOD_SHOWN) },
      },
    },
  )

/** What a source's tree has below a path. Asked while somebody types, it leaves nothing in the trail. */
export const browseSource = (source: string, path: string, by: Changer) =>
  ask(
    'query',
    { source, method: 'find', args: [path], reach: reachOf(by) },
    { timeoutMs: LIMIT_MS },
  )

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
  by: Changer,
  signal?: AbortSignal,
): Promise<Answer<'check'>> {
  const saved = (key: string) => sourceRow(reachOf(by), key)
  const question = await inFull(trial, saved)
  const entry = tried(by, 'source', question)
  return ask('check', question, { timeoutMs: LIMIT_MS, signal, entry })
}

/** What an admin should know of a saved source that works, or null. Asked by a page as it opens, it leaves nothing in the trail. */
export async function warningOf(key: string, by: Changer): Promise<string | null> {
  const question = await inFull({ key, config: {} }, key => sourceRow(reachOf(by), key))
  return (await ask('check', question, { timeoutMs: LIMIT_MS })).warning
}

/** Sends a test message with the settings of an alert. */
export async function testAlert(
  trial: Trial,
  actor: Actor,
  signal?: AbortSignal,
): Promise<Answer<'alert-test'>> {
  const question = await inFull(trial, alertRow)
  const entry = tried(actor, 'alert', question)
  return ask('alert-test', question, { timeoutMs: LIMIT_MS, signal, entry })
}

const tried = (actor: Actor, subject: string, { key, type }: Question<'check'>): Entry => ({
  ...{ actor, action: 'test', subject, subjectId: key },
  change: { type },
})

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
