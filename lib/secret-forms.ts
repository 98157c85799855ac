/** Shorter texts are no secrets: blacked out, they would take words of every text with them. */
export const SHORTEST_SECRET = 6
/** Only of so much can a piece of an address be taken for a key: `services` and `messages` are none. */
const SHORTEST_PIECE = 8

/**
 * The forms in which a secret may stand in a text: itself and the parts of it that are secrets by themselves, each
 * as it is, percent-encoded, as JSON has it, in hex, and in base64 wherever it begins within what was encoded
 * (which may then be percent-encoded).
 */
export function formsOf(secret: string): string[] {
  return [secret, ...partsOf(secret)]
    .filter(part => part.length >= SHORTEST_SECRET)
    .flatMap(part => [part, ...encoded(part)])
    .filter(form => form.length >= SHORTEST_SECRET)
}

function encoded(part: string): string[] {
  const bytes = Buffer.from(part)
  const percent = encodeURIComponent(part.toWellFormed())
  const hex = bytes.toString('hex')
  const base64 = base64Of(bytes)
  return [
    ...[percent, percent.replace(/%../g, octet => octet.toLowerCase()), formEncoded(part)],
    JSON.stringify(part).slice(1, -1),
    ...[hex, hex.toUpperCase()],
    ...[...base64, ...base64.map(urlSafe), ...base64.map(encodeURIComponent)],
  ]
}

const formEncoded = (part: string) => new URLSearchParams([['', part]]).toString().slice(1)

const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_')

/**
 * Three bytes are four letters, so the letters of a text depend on where it begins. What is common to all that
 * may stand before and after it is that text, as the password within the base64 of `user:password`.
 */
function base64Of(bytes: Buffer): string[] {
  const whole = bytes.toString('base64')
  const within = [0, 1, 2].map(before => {
    const letters = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    const own = letters.replace(/=+$/, '')
    const isOpen = (before + bytes.length) % 3 !== 0
    return own.slice(Math.ceil((before * 4) / 3), isOpen ? -1 : undefined)
  })
  return [whole, whole.replace(/=+$/, ''), ...within]
}

/** Passwords and keys in addresses (`smtp://user:password@host`, `https://host/services/KEY`) and in headers. */
function partsOf(secret: string): string[] {
  return [...partsOfHeader(secret), ...partsOfAddress(secret)]
}

/** `Bearer TOKEN` and `Basic …`. */
function partsOfHeader(secret: string): string[] {
  const [, scheme = '', credentials] = /^(\w+) +(\S+)$/.exec(secret) ?? []
  if (!credentials) return []
  if (scheme.toLowerCase() !== 'basic') return [credentials]
  const [, password = ''] = /:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? []
  return [credentials, password]
}

function partsOfAddress(secret: string): string[] {
  const url = URL.parse(secret)
  if (!url) return []
  const passwords = [url.password, decoded(url.password)]
  // Of a database the path is its name, of a web hook its key.
  if (!/^https?:$/.test(url.protocol))
    return url.hostname ? passwords : [url.pathname, decoded(url.pathname)]

  const values = [...url.searchParams.values()].filter(value => value.length >= SHORTEST_PIECE)
  const pieces = url.pathname
    .split('/')
    .filter(piece => piece.length >= SHORTEST_PIECE && /\d/.test(piece))
  return [...passwords, url.pathname, url.search, ...values, ...pieces]
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
