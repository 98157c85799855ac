const SHORTEST = 4
const BLACKED_OUT = '•••'

/**
 * Blacks out secret settings in a text: as they stand, percent-encoded and in base64; of an address
 * also its parts that may be keys. Texts of fewer than four characters are no secrets.
 */
export function redact(text: string, secrets: unknown): string {
  const found = leaves(secrets)
    .flatMap(secret => [secret, ...partsOf(secret)])
    .filter(secret => secret.length >= SHORTEST)
    .flatMap(secret => [secret, encodeURIComponent(secret), btoaUtf8(secret)])
  // The longest first: a part of it would leave the rest.
  const longestFirst = [...new Set(found)].sort((a, b) => b.length - a.length)
  return longestFirst.reduce((shown, secret) => shown.replaceAll(secret, BLACKED_OUT), text)
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leaves) : []
}

function partsOf(secret: string): string[] {
  const url = URL.parse(secret)
  if (!url?.hostname) return []
  const path = url.pathname === '/' ? [] : [url.pathname]
  return [url.password, decodeURIComponentSafe(url.password), ...path, url.search]
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const btoaUtf8 = (text: string) => Buffer.from(text).toString('base64')
