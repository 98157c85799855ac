import { type Entry, recordChange } from '#lib/audit/record.ts'
import { overPrisma } from '#lib/db/change.ts'
import { db } from '#lib/db/client.ts'
import { hear } from '#lib/db/notices.ts'
import { UserError } from '#lib/failures.ts'
import { heed, type Told } from '#lib/inquiries/answers.ts'
import { findAnswer, hasEngine } from '#lib/inquiries/data.ts'
import type { Answer, Kind, Question } from '#lib/inquiries/kinds.ts'
import { seal } from '#lib/secrets.ts'

/** Engines answer within their own limits; so many may wait before more would only wait longer. */
const OPEN_LIMIT = 50
/** An engine answers ten at once, and a script that is tried may run for minutes: nobody takes all. Counted by each process. */
const OPEN_LIMIT_EACH = 8
const openOf = new Map<string, number>()
/** Nothing may be asked for longer; older rows were left behind by a process that died. */
const FORGOTTEN_AFTER_MINUTES = 15
/** A source's answer is at most 4 MiB (lib/sources/broker.ts), its envelope little more. */
const ANSWER_LIMIT = 5 * 1024 * 1024
/** An engine that was silent for so long counts as gone. */
const ENGINE_SILENT_MS = 30_000
/** Before scheduled runs: a person waits. */
const PRIORITY = -10

export interface Asking {
  timeoutMs: number
  signal?: AbortSignal | undefined
  /** what the trail says of it; left out for what goes on by itself while somebody types */
  entry?: Entry
}

/**
 * Asks an engine and waits for what it says. Throws what went wrong there, and a UserError (`unavailable`)
 * when no engine runs or none answers in time. Nothing stays behind, however it ends.
 */
export async function ask<K extends Kind>(
  kind: K,
  question: Question<K>,
  { timeoutMs, signal, entry }: Asking,
): Promise<Answer<K>> {
  if (!(await hasEngine(ENGINE_SILENT_MS)))
    throw new UserError('No engine is running, so nothing can be tried right now.', {
      code: 'unavailable',
    })

  const leave = takePlace(entry?.actor.name)
  try {
    const id = await insertInquiry(kind, question, entry)
    try {
      return heed(await answerTo(id, timeoutMs, signal)) as Answer<K>
    } finally {
      await db().inquiry.deleteMany({ where: { id } })
    }
  } finally {
    leave()
  }
}

/** Throws a UserError (`too_many`) when somebody has as many open as they may. Answers how the place is given back. */
function takePlace(who: string | undefined): () => void {
  if (who === undefined) return () => {}
  const open = openOf.get(who) ?? 0
  if (open >= OPEN_LIMIT_EACH) throw tooMany('You are trying too much at once; wait for an answer.')
  openOf.set(who, open + 1)
  return () => {
    const left = (openOf.get(who) ?? 1) - 1
    if (left > 0) openOf.set(who, left)
    else openOf.delete(who)
  }
}

const tooMany = (message: string) => new UserError(message, { code: 'too_many' })

async function insertInquiry(kind: Kind, question: unknown, entry?: Entry): Promise<string> {
  return db().$transaction(async tx => {
    await tx.$executeRaw`
      delete from inquiry where asked_at < now() - make_interval(mins => ${FORGOTTEN_AFTER_MINUTES})`
    if ((await tx.inquiry.count({ where: { answer: null } })) >= OPEN_LIMIT)
      throw tooMany('Too much is being tried at once; try again in a moment.')
    const { id } = await tx.inquiry.create({ data: { kind, question: seal(question) } })
    // Tried once: whoever asked has given up by the time a second try would come.
    await tx.$queryRaw`
      select id::text from graphile_worker.add_job('inquiry', json_build_object('id', ${id}::text),
        max_attempts => 1, priority => ${PRIORITY}::int)`
    if (entry) await recordChange(overPrisma(tx), entry)
    return id
  })
}

function answerTo(id: string, timeoutMs: number, signal?: AbortSignal): Promise<Told> {
  const { promise, resolve, reject } = Promise.withResolvers<Told>()
  const look = () => findAnswer(id).then(told => told && resolve(told), reject)
  const stopHearing = hear(['belfry_answers'], payload => {
    if (payload === id || payload === null) void look()
  })
  const timer = setTimeout(() => reject(unanswered(timeoutMs)), timeoutMs)
  const leave = () => reject(new UserError('Whoever asked has gone.', { code: 'unavailable' }))
  signal?.addEventListener('abort', leave)
  if (signal?.aborted) leave()
  void look()

  return promise.finally(() => {
    stopHearing()
    clearTimeout(timer)
    signal?.removeEventListener('abort', leave)
  })
}

const unanswered = (timeoutMs: number) =>
  new UserError(`No engine answered within ${Math.round(timeoutMs / 1000)} s.`, {
    code: 'unavailable',
  })

/** Gives an answer to whoever waits; nobody may. */
export async function giveAnswer(id: string, told: Told): Promise<void> {
  let answer = seal(told)
  if (answer.byteLength > ANSWER_LIMIT)
    answer = seal({ ok: false, code: 'too_large', message: 'The answer is too large to be shown.' })
  await db().$transaction([
    db().inquiry.updateMany({ where: { id }, data: { answer } }),
    db().$executeRaw`select pg_notify('belfry_answers', ${id})`,
  ])
}
