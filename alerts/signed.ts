import { createHmac } from 'node:crypto'
import { type Client, clientOf, forgetToken, tokenOf } from '#alerts/oauth.ts'
import { post } from '#alerts/post.ts'
import { RemoteError } from '#lib/failures.ts'
import type { AlertContext } from '#lib/plugin.ts'

/** Where a webhook sends to, and how it proves who sends. */
export interface Receiver extends Partial<Client> {
  url: string
  method: 'POST' | 'PUT' | 'PATCH'
  headers: Readonly<Record<string, string>>
  secret?: string | undefined
}

/**
 * Sends JSON, signed and with a token as the receiver wants it. A token that is refused is asked for anew once, and so is a
 * signature made, whose time may have been too old. `id` is the same for every attempt.
 */
export async function sendSigned(
  receiver: Receiver,
  { id, text }: { id: string; text: string },
  context: AlertContext,
): Promise<Response> {
  const { url, method, headers, secret } = receiver
  const client = clientOf(receiver)
  const once = async () => {
    const token = client && (await tokenOf(client, context))
    const sent = new Headers(headers)
    if (token) sent.set('authorization', `Bearer ${token}`)
    if (secret) sent.set('belfry-signature', signature(text, secret, new Date()))
    for (const name of ['idempotency-key', 'belfry-delivery']) sent.set(name, id)
    sent.set('content-type', 'application/json')
    const sending = post(url, { method, body: text, headers: sent }, context)
    return token ? sending.catch(error => Promise.reject(withoutToken(error, token))) : sending
  }
  try {
    return await once()
  } catch (error) {
    const isRefused = error instanceof RemoteError && error.status === '401'
    if (!isRefused || (!client && !secret)) throw error
    if (client) forgetToken(client)
    return once()
  }
}

/** What a receiver says about a request may hold its token. */
const withoutToken = (error: unknown, token: string): unknown =>
  error instanceof RemoteError && error.said?.includes(token)
    ? new RemoteError(error.message, { ...error, said: error.said.replaceAll(token, '•••') })
    : error

/** `t=UNIX SECONDS,v1=HEX`: the HMAC of `SECONDS.BODY`, so that neither can be changed nor sent again later. */
export function signature(text: string, secret: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const hmac = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex')
  return `t=${seconds},v1=${hmac}`
}
