import { isIP } from 'node:net'

/**
 * Whether a Host header may name this installation: the public address's host, localhost, or an IP address.
 * Any other name may be someone's who points it here to read our answers in a victim's browser
 * (DNS rebinding), which an IP address cannot be.
 */
export function isOurHost(host: string | null, publicUrl: string): boolean {
  if (!host) return false
  if (host.toLowerCase() === new URL(publicUrl).host) return true

  const name = hostname(host)
  return name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0
}

/**
 * Whether a request was sent by one of our own pages, as its Origin says, and where the browser tells it
 * (Fetch Metadata) its Sec-Fetch-Site too. Behind https a page of the same name by http is somebody else's.
 */
export function isOurOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site') ?? 'same-origin'
  if (!origin || !URL.canParse(origin) || site !== 'same-origin') return false

  const [asking, own] = [new URL(origin), new URL(publicUrl)]
  return asking.host === own.host
    ? asking.protocol === own.protocol
    : asking.host === headers.get('host')?.toLowerCase()
}

/**
 * Whether a browser asks because somebody follows a link, not ahead of time (Fetch Metadata). Browsers tell
 * this over https and to this machine; where nothing is told the answer is no.
 */
export const isOpenedByPerson = (headers: Headers): boolean =>
  headers.get('sec-fetch-mode') === 'navigate' &&
  headers.get('sec-fetch-dest') === 'document' &&
  !headers.has('sec-purpose')

/** A path of this installation to go to, or `/` for anything that could lead elsewhere. */
export function safePath(to: unknown): string {
  if (typeof to !== 'string' || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(to)) return '/'
  const url = URL.parse(to, 'http://here')
  // A path may come to begin with two slashes only now, as `/.//` does.
  return url?.host === 'here' && !url.pathname.startsWith('//') ? url.pathname + url.search : '/'
}

function hostname(host: string): string {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name
}
