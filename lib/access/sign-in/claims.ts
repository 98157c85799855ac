import { z } from 'zod'
import { groupName } from '#lib/access/groups/schema.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'
import type { Provider } from '#lib/sign-in-settings.ts'

/** Whom a provider has signed in. */
export interface Identity {
  issuer: string
  subject: string
  /** in lower case */
  email: string
  /** empty when the provider does not say */
  name: string
  /** as the provider calls them; none where it says nothing */
  groups: string[]
}

/** Clocks differ; a token from further in the future than this is not to be trusted. */
const CLOCK_LIMIT_SECONDS = 60
/** Some providers say every group of a large company. */
const GROUPS_LIMIT = 500
const NAME_LIMIT = 100

/** A claim of an unexpected form counts as not made. */
const maybe = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined)

const claimed = z.object({
  iss: z.string().min(1),
  // OpenID Connect Core, section 2: at most 255 ASCII characters
  sub: z.string().min(1).max(255),
  iat: z.number(),
  email: maybe(z.string().trim().toLowerCase().pipe(z.email().max(254))),
  email_verified: maybe(z.union([z.boolean(), z.stringbool()])),
  hd: maybe(z.string().toLowerCase()),
  name: maybe(z.string()),
  groups: z.unknown().optional(),
  roles: z.unknown().optional(),
})
type Claimed = z.output<typeof claimed>

/** What claims that were checked already say of a person, or why these do not let anybody in. */
export function identityOf(
  provider: Provider,
  claims: unknown,
  now = new Date(),
): Identity | { refused: Problem } {
  const read = claimed.safeParse(claims)
  if (!read.success) return { refused: 'answer' }
  const { iss: issuer, sub: subject, iat, email, name = '' } = read.data

  if (iat > now.getTime() / 1000 + CLOCK_LIMIT_SECONDS) return { refused: 'clock' }
  if (!email) return { refused: 'email' }
  if (!isVerified(provider, read.data)) return { refused: 'unverified' }
  if (!isOfDomain(provider, email, read.data.hd)) return { refused: 'domain' }
  return { issuer, subject, email, name: oneLine(name), groups: groupsOf(read.data) }
}

function isVerified({ trustsAddresses }: Provider, { email_verified: isSaid }: Claimed): boolean {
  return isSaid ?? trustsAddresses
}

/** With Google the claim `hd` alone says whose an account is: anybody may have a Google account for any address. */
function isOfDomain({ id, domains }: Provider, email: string, hd: string | undefined): boolean {
  if (id === 'google') return hd !== undefined && domains.includes(hd)
  return domains.length === 0 || domains.includes(email.slice(email.lastIndexOf('@') + 1))
}

function groupsOf({ groups, roles }: Claimed): string[] {
  const said = [groups, roles].flat().flatMap(name => groupName.safeParse(name).data ?? [])
  return [...new Set(said)].slice(0, GROUPS_LIMIT)
}

const oneLine = (text: string) =>
  text
    .replaceAll(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, NAME_LIMIT)

type Said = Record<string, unknown>

/**
 * The claims of the id token, and what only the userinfo endpoint says. An address of the token is not verified by
 * what the endpoint says of another one.
 */
export function joinedClaims(token: Said, userinfo: Said): Said {
  const isSameAddress = token.email === undefined || token.email === userinfo.email
  const { email_verified, ...others } = userinfo
  return isSameAddress ? { ...userinfo, ...token } : { ...others, ...token }
}
