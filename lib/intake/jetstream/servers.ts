import { readFileSync } from 'node:fs'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { credsAuthenticator, type NodeConnectionOptions } from '@nats-io/transport-node'
import { reasonOf, UserError } from '#lib/failures.ts'

/** What `NATS_URL` says of how to connect. */
export type Servers = { servers: string[] } & Pick<
  NodeConnectionOptions,
  'user' | 'pass' | 'token' | 'authenticator' | 'tls'
>

/**
 * Reads `NATS_URL`: `nats://user:password@host:4222,nats://host2`. Without a password the user is a token; `?creds=FILE`
 * names a file of credentials, `?ca=FILE` the certificate that signed the servers'; `tls://` asks for TLS. What the first address that has
 * any says, holds for all. Throws a UserError that names the variable.
 */
export function readServers(text: string): Servers {
  const urls = text.split(',').map(address => urlOf(address.trim()))
  const named = urls.find(({ username }) => username)
  const user = decodeURIComponent(named?.username ?? '')
  const pass = decodeURIComponent(named?.password ?? '')
  const creds = parameterOf(urls, 'creds')
  const ca = parameterOf(urls, 'ca')
  const isTls = ca !== undefined || urls.some(({ protocol }) => protocol === 'tls:')
  return {
    servers: urls.map(({ host }) => host),
    ...(user && (pass ? { user, pass } : { token: user })),
    ...(creds && { authenticator: credsAuthenticator(readFile(creds)) }),
    ...(isTls && { tls: tlsOf(urls, ca) }),
  }
}

function tlsOf(urls: readonly URL[], ca: string | undefined) {
  const hosts = urls.map(({ hostname }) => hostname.replace(/^\[|\]$/g, ''))
  return {
    ...(ca !== undefined && { ca: readFile(ca).toString() }),
    checkServerIdentity: (asked: string, certificate: PeerCertificate) =>
      asked === UNNAMED ? namesOne(hosts, certificate) : checkServerIdentity(asked, certificate),
  }
}

/** The client gives Node no name for an IP address, and Node then takes this one. */
const UNNAMED = 'localhost'

/** Undefined when the certificate is for one of these, else what is wrong. */
function namesOne(hosts: readonly string[], certificate: PeerCertificate): Error | undefined {
  const problems = hosts.map(host => checkServerIdentity(host, certificate))
  return problems.includes(undefined) ? undefined : problems[0]
}

/** Where the servers are, without what lets one in. */
export const placeOf = (text: string): string =>
  text
    .split(',')
    .map(address => urlOf(address.trim()).host)
    .join(', ')

function urlOf(address: string): URL {
  try {
    return new URL(address)
  } catch {
    throw new UserError('NATS_URL has an address that is none.')
  }
}

function parameterOf(urls: readonly URL[], name: string): string | undefined {
  for (const { searchParams } of urls) {
    const found = searchParams.get(name)
    if (found) return found
  }
  return undefined
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UserError(`NATS_URL names the file ${path}, which cannot be read: ${reasonOf(error)}`)
  }
}
