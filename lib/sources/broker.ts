import { type Reach, reaches } from '#lib/access/reach.ts'
import { RemoteError, UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'
import type { Plain } from '#lib/plugin.ts'
import { type Redact, redactedValue } from '#lib/redact.ts'
import type { Active } from '#lib/sources/active.ts'
import { checkArguments } from '#lib/sources/arguments.ts'
import { type Entries, openCatalog } from '#lib/sources/catalog.ts'
import { type Instance, loadInstances, watchSources } from '#lib/sources/data.ts'
import { failureOfCall } from '#lib/sources/failure.ts'
import { type Health, healthLog } from '#lib/sources/health.ts'
import { writeHealth } from '#lib/sources/mutations.ts'
import { openRedactors } from '#lib/sources/redactors.ts'

/** A longer answer would fill the memory of a run; a source should sum up. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
const HEALTH_WRITTEN_EVERY_MS = 5_000

/** Who asks, as far as that says which sources are there for it. */
export interface User {
  /** keys that this caller may ask; null: all */
  allowed: string[] | null
  /** what is limited to groups is only there for whoever reaches it */
  reach: Reach
}

export interface Call extends User {
  source: string
  method: string
  args: unknown[]
  signal: AbortSignal
  timeoutMs: number
}

/** Stands between scripts and sources: holds the credentials, checks every call, keeps its limits. */
export interface Broker {
  /** Asks one source. Throws a UserError or a RemoteError whose text tells what is wrong. */
  call(call: Call): Promise<Plain>
  /** What blacks out the secrets of all sources that a caller may ask. */
  redactFor(user: User): Promise<Redact>
}

/** Where a broker has its sources from. */
export interface Store {
  load(): Promise<Instance[]>
  watch(changed: () => void, signal: AbortSignal): Promise<void>
  writeHealth(notes: Health[]): Promise<void>
}

const database: Store = { load: loadInstances, watch: watchSources, writeHealth }

/** A broker for the configured sources, which follows their changes until it is closed. */
export function openBroker(store: Store = database): Broker & { close(): Promise<void> } {
  const closing = new AbortController()
  const catalog = openCatalog(store.load)
  const watching = store.watch(catalog.renew, closing.signal)
  const redactors = openRedactors()
  const health = healthLog()
  const writing = setInterval(() => void flush(), HEALTH_WRITTEN_EVERY_MS).unref()

  async function flush() {
    const notes = health.take()
    try {
      if (notes.length) await store.writeHealth(notes)
    } catch (error) {
      log.warn({ err: error }, 'the health of sources could not be written')
    }
  }

  return {
    async call(call) {
      const source = usable(await catalog.entries(), call)
      const startedAt = new Date()
      const start = performance.now()
      const note = (error: string | null) =>
        health.note(call.source, startedAt, performance.now() - start, error)
      try {
        const answer = await ask(source, call)
        note(null)
        return answer
      } catch (error) {
        if (error instanceof RemoteError) note(error.message)
        throw error
      }
    },

    async redactFor(user) {
      return redactors(await catalog.known(), user)
    },

    async close() {
      closing.abort()
      clearInterval(writing)
      await Promise.all([watching, flush(), catalog.close()])
    },
  }
}

function usable(entries: Entries, { source: key, allowed, reach }: Call): Active {
  if (allowed && !allowed.includes(key))
    throw new UserError(`This monitor may not use the source "${key}".`, { code: 'forbidden' })
  const entry = entries.get(key)
  if (!entry || !reaches(reach, entry.groups)) throw notThere(key, reach)
  if (!entry.enabled) throw new UserError(`The source "${key}" is switched off.`)
  if ('problem' in entry)
    throw new UserError(`The source "${key}" cannot be used: ${entry.problem}`)
  return entry
}

/** The same is said of what is limited to others and of what is not there: who guesses learns nothing. */
const notThere = (key: string, reach: Reach) =>
  new UserError(
    reach.all
      ? `There is no source "${key}".`
      : `There is no source "${key}", or it is limited to groups that are not among one’s own.`,
    { code: 'not_found' },
  )

async function ask(source: Active, { method: name, args, reach, signal, timeoutMs }: Call) {
  const call = `sources.${source.key}.${name}`
  const { methods } = source.plugin
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (!method)
    throw new UserError(
      `The source "${source.key}" has no method ${name}; it has ${Object.keys(methods).join(', ')}.`,
    )
  const values = checkArguments(call, method, args)

  const limitMs = Math.max(1, Math.ceil(timeoutMs))
  const time = AbortSignal.timeout(limitMs)
  const limit = AbortSignal.any([signal, time])
  const { key, fetch } = source
  const context = { key, reach, fetch, signal: limit, timeoutMs: limitMs }
  try {
    const endTurn = await source.takeTurn(limit)
    const answer = (async () => method.call(source.config, values, context))().finally(endTurn)
    return plain(await unlessAborted(answer, limit), source.redact)
  } catch (error) {
    if (time.aborted) throw new RemoteError(`${call} took longer than ${limitMs} ms`)
    if (signal.aborted) throw new RemoteError(`${call} was given up: the run has ended`)
    throw failureOfCall(call, error, source.redact)
  }
}

/** What a method gave, as data that can leave this process: without the source's secrets, should it have told them. */
function plain(value: unknown, redact: Redact): Plain {
  const text = JSON.stringify(value ?? null)
  const bytes = Buffer.byteLength(text)
  if (bytes > MAX_ANSWER_BYTES)
    throw new UserError(
      `the answer has ${bytes} bytes, more than the ${MAX_ANSWER_BYTES} that a script can get; ask for less`,
    )
  const answer = JSON.parse(text) as Plain
  return redact(text) === text ? answer : redactedValue(answer, redact)
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const aborted = () => reject(signal.reason)
    if (signal.aborted) aborted()
    signal.addEventListener('abort', aborted, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted))
  })
}
