import { isSameToken } from '#lib/access/links.ts'
import {
  isFresh,
  isSignedBy,
  type KeyPair,
  readHeader,
  type SignedHeader,
} from '#lib/intake/gottwall/signature.ts'
import type { Key } from '#lib/projects/look-ups.ts'
import type { Project } from '#lib/projects/schema.ts'

/** What of a project it takes to tell whether somebody belongs to it. */
export interface Holder {
  project: Project
  keys: readonly Key[]
}

/**
 * The pair of the project's keys that a request's headers show. `X-GottWall-Auth` alone decides where it is there;
 * otherwise `Authorization` with both keys in either order, or `Bearer` with the public one. `now` in unix seconds.
 */
export function keyShown(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  holder: Holder,
  now: number,
): Key | undefined {
  const own = headers['x-gottwall-auth']
  if (own !== undefined) return keyOfOwn(String(own), holder, now)
  const { authorization } = headers
  return authorization === undefined ? undefined : keyOfAuthorization(String(authorization), holder)
}

/** The pair that a header was signed with. */
export const signerOf = (
  header: SignedHeader,
  { project, keys }: Holder,
  now: number,
): Key | undefined =>
  isFresh(header, project.settings.metrics.gottwall.freshSeconds, now)
    ? keys.find(key => isSignedBy(header, key))
    : undefined

function keyOfOwn(text: string, holder: Holder, now: number): Key | undefined {
  const header = readHeader(text)
  if (header) return isNamed(header, holder.project) ? signerOf(header, holder, now) : undefined
  return keyOfPair(readPlain(text), holder)
}

const isNamed = ({ project }: SignedHeader, { id, name }: Project) =>
  project === undefined || project === name || project === String(id)

/** Release 0.4.2's form: `GottWall private_key=…, public_key=…`. */
export function readPlain(text: string): KeyPair | null {
  const [, given] = /^GottWall +(.{1,600})$/.exec(text.trim()) ?? []
  const fields = new Map(
    given?.split(/\s*,\s*/).map(field => {
      const at = field.indexOf('=')
      return [field.slice(0, at), field.slice(at + 1)] as const
    }),
  )
  const publicKey = fields.get('public_key')
  const privateKey = fields.get('private_key')
  return publicKey && privateKey ? { publicKey, privateKey } : null
}

/** The word `Basic` may be missing. */
function keyOfAuthorization(authorization: string, holder: Holder): Key | undefined {
  const [, scheme = 'basic', given = ''] = /^(?:(\w+) +)?(\S+)$/.exec(authorization.trim()) ?? []
  if (scheme.toLowerCase() === 'bearer')
    return holder.keys.find(({ publicKey }) => publicKey === given)
  if (scheme.toLowerCase() !== 'basic') return undefined
  const { first, second } = readBasic(given)
  return (
    keyOfPair({ publicKey: first, privateKey: second }, holder) ??
    keyOfPair({ publicKey: second, privateKey: first }, holder)
  )
}

function readBasic(given: string) {
  const text = Buffer.from(given, 'base64').toString()
  const at = text.indexOf(':')
  return { first: text.slice(0, at), second: text.slice(at + 1) }
}

const keyOfPair = (pair: KeyPair | null, { keys }: Holder): Key | undefined =>
  pair
    ? keys.find(
        key => key.publicKey === pair.publicKey && isSameToken(pair.privateKey, key.privateKey),
      )
    : undefined
