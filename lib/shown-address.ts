import { MASK, type Settings } from '#lib/settings.ts'

/**
 * An address for those who may not change it: its path and query may hold a key, so all but the host is masked. What
 * comes out is no address that could be saved again. Other texts stay.
 */
export function hostOnly(text: string): string {
  const url = URL.parse(text)
  return url && holdsMore(url) ? `${url.host}/${MASK}` : text
}

/** Settings with the addresses among them shown by `hostOnly`. */
export const withHostsOnly = (settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? hostOnly(value) : value,
    ]),
  )

/** The addresses among settings that may hold a key. */
export const keyedAddresses = (settings: Settings): string[] =>
  Object.values(settings).filter(
    (value): value is string => typeof value === 'string' && hostOnly(value) !== value,
  )

const holdsMore = ({ protocol, pathname, search, hash, username, password }: URL): boolean =>
  /^https?:$/.test(protocol) &&
  (pathname !== '/' || [search, hash, username, password].some(part => part !== ''))
