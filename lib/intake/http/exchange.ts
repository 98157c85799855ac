import type { IncomingMessage } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { believeForwarded } from '#lib/access/forwarded.ts'
import type { DropReason } from '#lib/errors/contract.ts'
import { UserError, type UserErrorCode } from '#lib/failures.ts'
import { readBody } from '#lib/intake/http/body.ts'
import type { Budget } from '#lib/intake/http/budget.ts'
import { refusalOf, refusalReply } from '#lib/intake/http/refusal.ts'
import type { Asked, Reply, Route } from '#lib/intake/http/route.ts'
import { keyOf, type Origin, originOf, senderOf } from '#lib/intake/http/sender.ts'
import type { ListenerContext } from '#lib/intake/listener.ts'
import { plainAddress } from '#lib/intake/sockets/address.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** Who asks has gone, or believes it lost, after this time. */
const ANSWER_LIMIT_MS = 25_000

/** Refusals that this listener counts; those of the limits are counted where they are made. */
const REASONS: Partial<Record<UserErrorCode, DropReason>> = {
  invalid: 'invalid',
  unsupported_type: 'invalid',
  too_large: 'too_large',
  unauthorized: 'unauthorized',
}

export type ExchangeContext = Pick<ListenerContext, 'env' | 'intake' | 'directory'> & {
  budget: Budget
}

/** Takes one request of a route through its key and its body to its answer. Throws only `Gone`. */
export async function exchange(
  route: Route,
  request: IncomingMessage,
  place: Pick<Asked, 'params' | 'query'>,
  context: ExchangeContext,
): Promise<Reply> {
  const { intake, directory, budget } = context
  const origin = readOrigin(request, context.env.proxies)
  const asked: Asked = { headers: request.headers, ...place }
  let project: Project | undefined
  let held = 0

  const count = (reason: DropReason) => {
    const counted = project ?? directory.byId(DEFAULT_PROJECT)
    if (counted) intake.drop(counted, route.protocol, reason)
  }

  try {
    const early = keyOf(route, asked)
    const isInBody = early === undefined && route.credentialsIn !== undefined
    if (!isInBody) project = identify(route, asked, early, origin, directory, count)
    const body = await readBody(request, route.limits, budget)
    held = body.length
    project ??= identify(route, asked, route.credentialsIn?.(body), origin, directory, count)

    const gone = new AbortController()
    request.socket.once('close', () => gone.abort())
    return await within(
      ANSWER_LIMIT_MS,
      route.handle({ ...asked, project, body, intake, signal: gone.signal }),
    )
  } catch (error) {
    if (error instanceof Gone) {
      count('invalid')
      throw error
    }
    const reason = error instanceof UserError ? REASONS[error.code] : 'invalid'
    if (reason) count(reason)
    const refusal = refusalOf(error)
    return route.refuse?.(refusal, asked) ?? refusalReply(refusal)
  } finally {
    budget.give(held)
  }
}
