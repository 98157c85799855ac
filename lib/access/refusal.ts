import type { IncomingMessage } from 'node:http'
import { isOurHost } from '#lib/access/addresses.ts'

/** More than anything here takes: scripts, settings and forms are far smaller. */
export const BODY_LIMIT = 2 * 1024 * 1024

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

export interface Refusal {
  status: number
  message: string
}

/** Why a request goes no further, whatever it asks for; null when it may. */
export function refusalOf(
  { method = '', url = '', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  publicUrl: string,
): Refusal | null {
  if (!METHODS.has(method)) return { status: 405, message: `There is no ${method} here.` }
  if (!isPath(url)) return { status: 400, message: 'This is no path of this server.' }
  if (!isOurHost(headers.host ?? null, publicUrl))
    return {
      status: 421,
      message: `This address is not known here; Belfry's own is ${publicUrl} (BELFRY_URL).`,
    }
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT)
    return { status: 413, message: `The body is longer than ${BODY_LIMIT} bytes.` }
  return null
}

/**
 * Whether a request target has one meaning only. Empty segments and backslashes are read in one way by what
 * checks a path and in another by what serves it; no address of ours has any.
 */
function isPath(target: string): boolean {
  const path = target.split('?', 1)[0] ?? ''
  return path.startsWith('/') && !/\/\/|\\|%5c|%00/i.test(path) && isDecodable(path)
}

/** Next fails at what is no UTF-8. */
function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
