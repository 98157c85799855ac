import { urlOf } from '../url.ts'

const SECRET = /key|token|secret|passw|signature|credential|auth|session|code/i
const LONGEST = 2_000

/** An address as it may be kept: without name and password, without what follows `#`, and without values of its query that sound secret. */
export function tellableUri(address: string | URL): string {
  const url = urlOf(String(address))
  if (!url) return String(address).slice(0, LONGEST)
  url.username = ''
  url.password = ''
  url.hash = ''
  for (const name of new Set(url.searchParams.keys()))
    if (SECRET.test(name)) url.searchParams.set(name, '…')
  return url.href.slice(0, LONGEST)
}
