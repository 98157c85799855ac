import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { post } from '#alerts/post.ts'
import { RemoteError } from '#lib/failures.ts'
import type { AlertContext } from '#lib/plugin.ts'

/** Who asks for tokens, and where: OAuth 2's client credentials (RFC 6749, section 4.4). */
export interface Client {
  oauthUrl: string | undefined
  clientId: string | undefined
  clientSecret: string | undefined
  scope: string | undefined
}

/** Many more than there are webhooks. */
const TOKENS_LIMIT = 1_000
/** A token is not used to its last moment: a request takes its time, and clocks differ. */
const MARGIN_S = 30
/** One whose end is not told is asked for anew after this time. */
const USUAL_S = 300

const tokens = new LRUCache<string, string>({ max: TOKENS_LIMIT })

const answer = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8000}$/),
  expires_in: z.number().optional().catch(undefined),
})

/** The client of some settings, when they have a whole one. */
export const clientOf = (settings: Partial<Client>): Required<Client> | undefined => {
  const { oauthUrl, clientId, clientSecret, scope } = settings
  return oauthUrl && clientId && clientSecret
    ? { oauthUrl, clientId, clientSecret, scope }
    : undefined
}

/** A token for this client, from memory as long as it holds. Throws a RemoteError when none is given. */
export async function tokenOf(client: Client, context: AlertContext): Promise<string> {
  const known = tokens.get(keyOf(client))
  if (known !== undefined) return known
  const { token, seconds } = await ask(client, context)
  if (seconds > MARGIN_S) tokens.set(keyOf(client), token, { ttl: (seconds - MARGIN_S) * 1000 })
  return token
}

/** The token was refused: the next one is asked for. */
export const forgetToken = (client: Client): boolean => tokens.delete(keyOf(client))

const keyOf = ({ oauthUrl, clientId, clientSecret, scope }: Client) =>
  JSON.stringify([oauthUrl, clientId, clientSecret, scope])

async function ask(
  { oauthUrl = '', clientId = '', clientSecret = '', scope }: Client,
  context: AlertContext,
) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    ...(scope ? { scope } : {}),
  })
  // RFC 6749, section 2.3.1: both are encoded as in forms before.
  const words = [clientId, clientSecret].map(word =>
    new URLSearchParams({ word }).toString().slice('word='.length),
  )
  const authorization = `Basic ${Buffer.from(words.join(':')).toString('base64')}`
  const answered = await post(
    oauthUrl,
    { body, headers: { authorization, accept: 'application/json' } },
    context,
  ).catch((error: unknown) => {
    throw isRefusal(error) ? notGiven(oauthUrl, error) : error
  })
  const read = answer.safeParse(await answered.json().catch(() => null))
  if (!read.success) throw notGiven(oauthUrl)
  return { token: read.data.access_token, seconds: read.data.expires_in ?? USUAL_S }
}

const isRefusal = (error: unknown): error is RemoteError =>
  error instanceof RemoteError && error.permanent

/** Credentials may be put right while it waits; and what the token's server says is not kept, as it may hold them. */
const notGiven = (oauthUrl: string, cause?: RemoteError) =>
  new RemoteError(
    `${new URL(oauthUrl).host} gave no token${cause?.status ? ` (${cause.status})` : ''}`,
    {
      status: 'no token',
    },
  )
