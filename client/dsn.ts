import { urlOf } from './url.ts'

/** Where to send, and as whom. */
export interface Destination {
  /** of the intake, without a slash at its end */
  url: string
  /** the project's public key */
  publicKey: string
  /** the private one, for projects that ask for it */
  privateKey: string | undefined
  project: string | undefined
}

/**
 * Reads `https://PUBLIC[:PRIVATE]@host[:port][/prefix][/project]`; the last part of the path is the project.
 * Throws a TypeError that says what is wrong.
 */
export function readDsn(dsn: string): Destination {
  const url = urlOf(dsn)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError('a DSN is an address such as http://PUBLIC_KEY@host:8890/project')
  if (!url.username) throw new TypeError('the DSN has no public key before its @')
  const path = url.pathname.split('/').filter(part => part !== '')
  const project = path.pop()
  return {
    url: [url.origin, ...path].join('/'),
    publicKey: decodeURIComponent(url.username),
    privateKey: url.password ? decodeURIComponent(url.password) : undefined,
    project: project && decodeURIComponent(project),
  }
}
