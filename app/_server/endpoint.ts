import type { z } from 'zod'
import { readJson } from '#app/_server/body.ts'
import { bearerOf, personOf } from '#app/_server/credentials.ts'
import { ownEnv } from '#app/_server/env.ts'
import { failureAnswer } from '#app/_server/failure.ts'
import { sessionTokenOf } from '#app/_server/session-cookie.ts'
import { isOurOrigin } from '#lib/access/addresses.ts'
import { type Person, requireRight } from '#lib/access/person.ts'
import { may, type Right } from '#lib/access/rights.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

type Schema = z.ZodType | undefined
type Output<S extends Schema> = S extends z.ZodType ? z.output<S> : undefined

/** One method of one API path: what goes in, what comes out, and how. openapi.json is drawn from it. */
export interface Endpoint<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  Open extends boolean = boolean,
> {
  summary: string
  /** whoever asks must have it (lib/access/rights.ts); null where being somebody is enough */
  right: Right | null
  /** the names in the path; a value that does not fit is not found */
  params?: P
  query?: Q
  body?: B
  /** the JSON that comes back, the media type of anything else, or null for an empty 204 */
  answer: z.ZodType | string | null
  /** when all went well; default 200 */
  status?: number
  /** answers without the right too, and without credentials; `person` is then null */
  open?: Open
  handle(asked: Asked<P, Q, B, Open>): Promise<unknown>
}

export interface Asked<P extends Schema, Q extends Schema, B extends Schema, Open extends boolean> {
  request: Request
  params: Output<P>
  query: Output<Q>
  body: Output<B>
  person: Open extends true ? Person | null : Person
}

export type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[] | undefined>> },
) => Promise<Response>

/** A route's handler, which also tells what it was made from. */
export type Served = Handler & { endpoint: Endpoint }

/** Makes a handler for a route file: checks who asks and what, then answers JSON, errors included. */
export function serve<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  Open extends boolean = false,
>(endpoint: Endpoint<P, Q, B, Open>): Served {
  // Only inputOf() makes what handle() gets, from the same schemas.
  const declared = endpoint as unknown as Endpoint
  return Object.assign(handlerOf(declared), { endpoint: declared })
}

export const handlerOf =
  (endpoint: Endpoint): Handler =>
  async (request, context) => {
    try {
      const person = await callerOf(request, endpoint)
      const input = await inputOf(endpoint, request, context)
      const asked = { request, person, ...input } as Asked<Schema, Schema, Schema, boolean>
      return answerOf(endpoint, await endpoint.handle(asked))
    } catch (error) {
      return failureAnswer(error)
    }
  }

/** Throws unless there is someone with the right; an open endpoint is content with nobody. */
async function callerOf(request: Request, { right, open }: Endpoint): Promise<Person | null> {
  const asking = personOf(request.headers, sessionTokenOf(request))
  if (open)
    return asking
      .then(person => (person && (!right || may(person, right)) ? person : null))
      .catch(() => null)
  const person = await asking
  if (!person)
    throw new UserError('Send a token: Authorization: Bearer TOKEN.', { code: 'unauthorized' })

  requireOurPage(request)
  if (right) requireRight(person, right)
  return person
}

/** Throws when a page of somebody else may have asked for a change: a cookie is sent whoever wrote the page, a token never is. */
export function requireOurPage({ headers, method }: Request): void {
  const isSafe = method === 'GET' || method === 'HEAD'
  if (!isSafe && bearerOf(headers) === null && !isOurOrigin(headers, ownEnv().url))
    throw new UserError('This came from another site.', { code: 'forbidden' })
}

async function inputOf(
  { params, query, body }: Pick<Endpoint, 'params' | 'query' | 'body'>,
  request: Request,
  context: Parameters<Handler>[1],
) {
  return {
    params: params && pathValues(params, await context.params),
    query: query && parse(query, queryValues(request.url), 'The query'),
    body: body && parse(body, await readJson(request), 'The body'),
  }
}

function pathValues(schema: z.ZodType, values: unknown): unknown {
  const { success, data } = schema.safeParse(values)
  if (!success) throw new UserError('There is nothing at this address.', { code: 'not_found' })
  return data
}

function queryValues(url: string): Record<string, string> {
  const values = new URL(url).searchParams
  for (const name of values.keys())
    if (values.getAll(name).length > 1)
      throw new UserError('The query is not valid.', { fields: { [name]: 'is given twice' } })
  return Object.fromEntries(values)
}

function answerOf({ answer, status = 200 }: Pick<Endpoint, 'answer' | 'status'>, result: unknown) {
  if (result instanceof Response) return result
  if (answer === null) return new Response(null, { status: 204 })
  return Response.json(result, { status, headers: { 'cache-control': 'no-store' } })
}
