import type { IncomingMessage } from 'node:http'
import { believeForwarded } from '#lib/access/forwarded.ts'
import { InDoubt } from '#lib/database-away.ts'
import type { DropReason } from '#lib/errors/contract.ts'
import { UserError, type UserErrorCode } from '#lib/failures.ts'
import { Gone, readBody } from '#lib/intake/http/body.ts'
import type { Budget } from '#lib/intake/http/budget.ts'
import { refusalOf, refusalReply } from '#lib/intake/http/refusal.ts'
import type { Asked, Call, Reply, Route } from '#lib/intake/http/route.ts'
import { keyOf, type Origin, originOf, senderOf } from '#lib/intake/http/sender.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { plainAddress } from '#lib/intake/sockets/address.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** Who asks has gone by then, or believes it lost. */
const ANSWER_LIMIT_MS = 25_000

/** Of somebody who is not known yet no more is read. */
const UNKNOWN_BYTES = 2 * 1024 * 1024

/** Refusals that are counted here; those of a project's limits are counted where they are made. */
const REASONS: Partial<Record<UserErrorCode, DropReason>> = {
  invalid: 'invalid',
  unsupported_type: 'invalid',
  too_large: 'too_large',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  not_found: 'unauthorized',
}

export type ExchangeContext = Pick<
  ListenerContext,
  'env' | 'intake' | 'metrics' | 'events' | 'notifications' | 'directory'
> & {
  budget: Budget
}

/** Takes one request of a route through its key and its body to its answer. Throws `Gone` when nobody waits for it. */
export async function exchange(
  route: Route,
  request: IncomingMessage,
  place: Pick<Call, 'params' | 'query' | 'signal'>,
  { env, intake, metrics, events, notifications, directory, budget }: ExchangeContext,
): Promise<Reply> {
  const origin = readOrigin(request, env.proxies)
  const { params, query, signal } = place
  const asked: Asked = { headers: request.headers, params, query }
  let project: Project | undefined
  let held = 0

  try {
    project = route.sender?.(asked, directory)
    const key = project ? undefined : keyOf(route, asked)
    const isInBody = key === undefined && route.credentialsIn !== undefined
    if (!isInBody) project ??= senderOf(route, asked, key, origin, directory)
    const body = await readBody(request, isInBody ? narrowed(route.limits) : route.limits, budget)
    held = body.length
    project ??= senderOf(route, asked, route.credentialsIn?.(body), origin, directory)
    return await within(
      ANSWER_LIMIT_MS,
      route.handle({ ...asked, project, body, intake, metrics, events, notifications, signal }),
    )
  } catch (error) {
    const reason = error instanceof UserError ? REASONS[error.code] : 'invalid'
    const named = params.project === undefined ? undefined : directory.named(params.project)
    const counted = project ?? named ?? directory.byId(DEFAULT_PROJECT)
    if (reason && counted) intake.drop(counted, route.protocol, reason)
    if (error instanceof Gone) throw error

    const refusal = refusalOf(error)
    return route.refuse?.(refusal, asked) ?? refusalReply(refusal)
  } finally {
    budget.give(held)
  }
}

const narrowed = ({ packedBytes, bytes }: Route['limits']): Route['limits'] => ({
  packedBytes: Math.min(packedBytes, UNKNOWN_BYTES),
  bytes: Math.min(bytes, UNKNOWN_BYTES),
})

function readOrigin(request: IncomingMessage, proxies: ListenerContext['env']['proxies']): Origin {
  const { headers, socket } = request
  const wasForwarded = ['forwarded', 'via', 'x-forwarded-for'].some(name => name in headers)
  believeForwarded(headers, plainAddress(socket.remoteAddress), proxies)
  return originOf(String(headers['x-forwarded-for']), headers, wasForwarded)
}

/** The work goes on; a repeat of it is recognised where the sender names its events. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new InDoubt()), ms)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
