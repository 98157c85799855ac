import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { Option } from 'commander'
import { reasonOf, UserError } from '#lib/failures.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf } from '#lib/intake/untrusted.ts'

/** One request; the intake takes 8 MiB packed, and answers after it has counted all of it. */
const REQUEST = { items: 1_000, characters: 4 * 1024 * 1024 }
const ANSWER_LIMIT_MS = 60_000
const RETRY_MS = 5_000

/** Where errors are sent: an intake, and the project's public key there. */
export interface Destination {
  url: string
  key?: string | undefined
}

export const urlOption = () =>
  new Option('--url <url>', 'the HTTP intake')
    .env('BELFRY_INTAKE_URL')
    .default('http://127.0.0.1:8890')
export const keyOption = () =>
  new Option(
    '--key <key>',
    'public key of the project; on the intake’s own machine not needed for `default`',
  ).env('BELFRY_KEY')

/** What became of one error: `accepted`, `duplicate`, `ignored`, `kept`, or `invalid` with the reason. */
export interface Answered {
  status: string
  error: string
}

/** The intake cannot take anything now; the same may be sent again. */
export class NotNow extends Error {
  readonly afterMs: number | undefined

  constructor(message: string, options: { afterMs?: number | undefined } = {}) {
    super(message)
    this.afterMs = options.afterMs
  }
}

/** Which of the intake's paths takes them. */
export type Kind = 'errors' | 'events'

/**
 * Sends errors in the form of `POST /errors`, or events in that of `POST /events`; answers, for each, what became of
 * it. Rejects with `NotNow` while the intake is away or busy, and with a UserError when it will never take them.
 */
async function sendItems(
  items: readonly object[],
  to: Destination,
  into: Kind,
): Promise<Answered[]> {
  const answers: Answered[] = []
  for (const part of requests(items)) answers.push(...(await post(part, to, into)))
  return answers
}

export const sendErrors = (errors: readonly object[], to: Destination): Promise<Answered[]> =>
  sendItems(errors, to, 'errors')

/**
 * The same until the intake has taken them, saying why that takes long; what it does not want is told. Rejects when
 * it will never take them, or the signal aborts.
 */
export async function sendPatiently(
  items: readonly object[],
  to: Destination,
  { say, signal, into = 'errors' }: { say(line: string): void; signal: AbortSignal; into?: Kind },
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    try {
      const answers = await sendItems(items, to, into)
      const refused = answers.filter(({ status }) => REFUSED.includes(status))
      if (refused[0]) say(`${refused.length} refused: ${refused[0].error || refused[0].status}`)
      return
    } catch (error) {
      if (!(error instanceof NotNow)) throw error
      const waitMs = error.afterMs ?? RETRY_MS
      say(`${error.message}; again in ${waitMs / 1000} s`)
      await delay(waitMs, undefined, { signal }).catch(() => {})
    }
  }
}

/** What the sender can do something about; a project's rules are nothing to complain of. */
const REFUSED = ['invalid', 'out_of_window', 'too_many_names']

function* requests(items: readonly object[]): Generator<string[]> {
  let part: string[] = []
  let size = 0
  for (const text of items.map(item => JSON.stringify(item))) {
    if (
      part.length === REQUEST.items ||
      (part.length > 0 && size + text.length > REQUEST.characters)
    ) {
      yield part
      part = []
      size = 0
    }
    part.push(text)
    size += text.length
  }
  if (part.length > 0) yield part
}

async function post(part: string[], { url, key }: Destination, into: Kind): Promise<Answered[]> {
  const body = await promisify(gzip)(`[${part.join(',')}]`)
  const response = await fetch(addressAt(url, into), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      ...(key && { Authorization: `Bearer ${key}` }),
    },
    body: Uint8Array.from(body),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  }).catch(error => {
    throw new NotNow(`The intake at ${url} cannot be reached: ${reasonOf(error.cause ?? error)}`)
  })
  const answer = fieldsOf(jsonOf(await response.text()))
  const items = listOf(answer.items, part.length).map(fieldsOf)
  if (items.length === part.length) return items.map(answeredOf)
  throw refusalOf(response, answer, url)
}

/** Throws a UserError when the intake's address is none. */
export function addressAt(url: string, path: string): URL {
  const address = URL.parse(path, url.endsWith('/') ? url : `${url}/`)
  if (address && /^https?:$/.test(address.protocol)) return address
  throw new UserError(`${url} is no address of an intake; it is to be like http://127.0.0.1:8890.`)
}

const answeredOf = ({ status, error }: Fields): Answered => ({
  status: textOf(status),
  error: textOf(error),
})

function refusalOf({ status, headers }: Response, answer: Fields, url: string): Error {
  const said = textOf(fieldsOf(answer.error).message) || `it answered with ${status}`
  const message = `The intake at ${url} did not take it: ${said}`
  if (status !== 429 && status < 500) return new UserError(message)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return new NotNow(message, { afterMs: Number.isFinite(seconds) ? seconds * 1000 : undefined })
}
