/**
 * One connection string for each server that a `DATABASE_URL` names, in its order. As with libpq, several stand
 * by commas, each with a port of its own: `postgres://belfry:secret@10.0.0.1,10.0.0.2:5433/belfry`.
 */
export function serversOf(url: string): [string, ...string[]] {
  const [, before = '', hosts = '', after = ''] = AUTHORITY.exec(url) ?? []
  if (!hosts.includes(',')) return [url]
  const [first = '', ...others] = hosts.split(',').map(host => `${before}${host.trim()}${after}`)
  return [first, ...others]
}

/** The user's name and password end at the last `@` before the path. */
const AUTHORITY = /^([a-z]+:\/\/(?:[^/?#]*@)?)([^/?#]*)(.*)$/s

/** Where a server is, to be shown: without the user, the password and what else is set. */
export const addressOf = (server: string): string => AUTHORITY.exec(server)?.[2] || 'its socket'
