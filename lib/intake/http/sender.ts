import { isIP } from 'node:net'
import { UserError } from '#lib/failures.ts'
import type { Asked, Route } from '#lib/intake/http/route.ts'
import type { Directory } from '#lib/projects/directory.ts'
import { DEFAULT_PROJECT, type Project } from '#lib/projects/schema.ts'

/** Where a request comes from. */
export interface Origin {
  /** of the sender, as far as it can be believed */
  address: string
  /** sent by this machine itself: neither by a browser for some page, nor passed on by a proxy */
  isLocal: boolean
}

/** The key that a request carries in its headers or its address. */
export const keyOf = (route: Route, asked: Asked): string | undefined =>
  route.credentials?.(asked) ?? keyOfAuthorization(asked.headers.authorization)

function keyOfAuthorization(header: string | undefined): string | undefined {
  const [, scheme = '', given = ''] = /^(\w+) +(\S+)$/.exec(header?.trim() ?? '') ?? []
  if (scheme.toLowerCase() === 'bearer') return given
  if (scheme.toLowerCase() !== 'basic') return header === undefined ? undefined : ''
  return Buffer.from(given, 'base64').toString().split(':')[0]
}

/**
 * Whose a request is: the project of its key; without one, the project that claims the sender's network or this
 * listener, and the default project for what this machine sends itself.
 * Throws a UserError when nobody may be meant, or another project, or one that does not take this protocol.
 */
export function senderOf(
  route: Route,
  asked: Asked,
  key: string | undefined,
  origin: Origin,
  directory: Directory,
): Project {
  const project = key === undefined ? keyless(origin, directory) : ofKey(key, directory)
  const named = asked.params.project
  if (named !== undefined && directory.named(named)?.id !== project.id)
    throw forbidden(`The key is not one of the project ${named}.`)
  if (project.protocols && !project.protocols.includes(route.protocol))
    throw forbidden(`The project ${project.name} does not take ${route.protocol}.`)
  return project
}

function ofKey(key: string, directory: Directory): Project {
  const found = directory.byPublicKey(key)
  if (!found) throw unauthorized('This key is not known, or it was revoked.')
  return found.project
}

function keyless({ address, isLocal }: Origin, directory: Directory): Project {
  const project = directory.claimedBy({ listener: 'http', address })
  const isClaimed = project.id !== DEFAULT_PROJECT || project.claims.listeners.includes('http')
  if (isClaimed || isLocal) return project
  throw unauthorized(
    'A key is missing: Authorization: Bearer with the public key of a project, or Basic with it as the user name.',
  )
}

/**
 * `forwarded` tells whether somebody says to have passed the request on. A page that a browser shows on this machine
 * could ask as this machine; browsers then name the page.
 */
export function originOf(
  address: string,
  headers: Asked['headers'],
  wasForwarded: boolean,
): Origin {
  const ofBrowser = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
  return { address, isLocal: isLoopback(address) && !wasForwarded && !ofBrowser }
}

const isLoopback = (address: string) =>
  isIP(address) !== 0 && (address === '::1' || address.startsWith('127.'))

const unauthorized = (message: string) => new UserError(message, { code: 'unauthorized' })
const forbidden = (message: string) => new UserError(message, { code: 'forbidden' })
