import { addressAt } from '#bin/destination.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { fieldsOf, jsonOf, textOf } from '#lib/intake/untrusted.ts'

export interface Server {
  url: string
  token: string
}

export interface AskedEvents {
  query: string
  project?: string | undefined
  from: Date
  to: Date
}

/** The events that a Belfry gives over its API, the oldest first. Throws a UserError when it does not, or breaks off. */
export async function* eventsOver(
  { url, token }: Server,
  { query, project, from, to }: AskedEvents,
): AsyncGenerator<StoredEvent, void> {
  const address = addressAt(url, 'api/events/export')
  const asked = { q: query, project, from: from.toISOString(), to: to.toISOString() }
  for (const [name, value] of Object.entries(asked))
    if (value) address.searchParams.set(name, value)

  const headers = { Authorization: `Bearer ${token}` }
  const response = await fetch(address, { headers }).catch(error => {
    throw new UserError(`Belfry at ${url} does not answer: ${reasonOf(error.cause ?? error)}`)
  })
  if (!response.ok || !response.body) throw await refusalOf(url, response)
  try {
    for await (const line of linesOf(response.body)) yield eventOf(line)
  } catch (error) {
    throw new UserError(`Belfry at ${url} broke off: ${reasonOf(error)}`)
  }
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}

async function refusalOf(url: string, response: Response): Promise<UserError> {
  const said = textOf(fieldsOf(fieldsOf(jsonOf(await response.text())).error).message)
  return new UserError(`Belfry at ${url} says: ${said || `status ${response.status}`}`)
}

function eventOf(line: string): StoredEvent {
  const event = JSON.parse(line)
  return { ...event, start: new Date(event.start), at: new Date(event.at) }
}
