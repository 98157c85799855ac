import { application } from '../application.ts'
import type { Context } from '../context.ts'

/** A request as far as it is told, whatever the server. */
export interface Incoming {
  method: string | undefined
  /** with or without a query */
  path: string
  header(name: string): string | readonly string[] | null | undefined
}

/** What is known when a request comes. `kept` are the headers that are. */
export function tellRequest(
  context: Context,
  { method, path, header }: Incoming,
  kept: readonly string[] = [],
): void {
  const { release } = application()
  context.set('method', method)
  // In the query there may be anything.
  context.set('path', path.split('?', 1)[0])
  if (release !== undefined) context.set('release', release)
  const size = header('content-length')
  if (size) context.set('request.size', Number(size))
  for (const name of kept.map(one => one.toLowerCase())) {
    const value = header(name)
    if (value !== null && value !== undefined) context.set(`request.headers.${name}`, value)
  }
}

/** What is known when it is answered. What frameworks have as the user is a name, or a record of the application with an id or a name. */
export function tellWho(
  context: Context,
  { route, user, ip }: { route?: unknown; user?: unknown; ip?: unknown },
): void {
  const name = nameOf(user)
  if (route !== undefined) context.set('route', String(route))
  if (name !== undefined) context.set('user', name)
  if (ip !== undefined) context.set('clientIp', String(ip).replace(MAPPED, ''))
}

/** How a server that listens on IPv6 calls an address of IPv4. */
const MAPPED = /^::ffff:(?=\d+\.)/

function nameOf(user: unknown): string | number | undefined {
  if (isName(user)) return user
  const { id, username, name } = (user ?? {}) as Record<string, unknown>
  return [id, username, name].find(isName)
}

const isName = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'
