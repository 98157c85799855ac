import { ownEnv } from '#app/_server/env.ts'
import { attempts } from '#lib/access/attempts.ts'
import { personOfSession } from '#lib/access/data.ts'
import { isSameToken } from '#lib/access/links.ts'
import { type Person, tokenPerson } from '#lib/access/person.ts'
import { personOfSecret } from '#lib/access/tokens/data.ts'
import { noteUse } from '#lib/access/tokens/mutations.ts'
import { isSecretForm } from '#lib/access/tokens/secret.ts'
import { usesToNote } from '#lib/access/tokens/use.ts'
import { UserError } from '#lib/failures.ts'
import { log } from '#lib/log.ts'

/** How pages learn which path they were asked for (proxy.ts). */
export const PATH_HEADER = 'x-belfry-path'

/** A token is long: this only has to make guessing hopeless, not to punish a mistyped setting. */
const wrongTokens = attempts({ burst: 100, everyMs: 1000 })
const isUseToNote = usesToNote()

/** Who shows these credentials: a Bearer token or the cookie of a session. Null for neither. */
export async function personOf(
  headers: Headers,
  cookie: string | undefined,
): Promise<Person | null> {
  const address = addressOf(headers)
  const bearer = bearerOf(headers)
  const person =
    bearer !== null
      ? await personOfToken(bearer, address)
      : cookie
        ? await personOfSession(cookie)
        : null
  return person && { ...person, address }
}

/** The token of `Authorization: Bearer TOKEN`, or null. */
export function bearerOf(headers: Headers): string | null {
  return /^bearer +(\S+) *$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null
}

/** Where a request comes from. lib/roles/web.ts lets this header through only from proxies it believes. */
export const addressOf = (headers: Headers) => headers.get('x-forwarded-for') ?? 'unknown'

/** Unknown, expired and revoked ones are all the same to whoever shows them. */
async function personOfToken(given: string, address: string): Promise<Person | null> {
  const seconds = wrongTokens.blockedFor(address)
  if (seconds > 0)
    throw new UserError(`Too many wrong tokens; try again in ${seconds} s.`, {
      code: 'too_many',
      retryAfterSeconds: seconds,
    })

  const { token } = ownEnv()
  if (token && isSameToken(given, token)) return tokenPerson
  const person = isSecretForm(given) ? await personOfSecret(given) : null
  if (person) noteLater(person.tokenId, address)
  else wrongTokens.failed(address)
  return person
}

/** Nobody waits for it, and it may fail. */
function noteLater(tokenId: number, address: string) {
  if (isUseToNote(tokenId))
    noteUse(tokenId, address).catch(err => log.warn({ err }, 'The use of a token was not noted'))
}
