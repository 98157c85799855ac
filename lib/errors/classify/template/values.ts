import {
  CLASS,
  CODE,
  CONNECTOR,
  classAt,
  isDigitAt,
  isHexAt,
  isWordAt,
  LETTER,
} from '#lib/errors/classify/template/characters.ts'

/*
 * Values by their look, in bytes that end with zeros. Each function ending in `End` says where the value ends that
 * begins at `from`, or 0 when there is none. None looks at a byte more often than a fixed number of times.
 */

const setOf = (characters: string) => {
  const set = new Uint8Array(256)
  for (const character of characters) set[character.charCodeAt(0)] = 1
  return set
}

/** Word characters, and connectors with word characters after them. */
export function chunkEnd(bytes: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    while (isWordAt(bytes, at)) at++
    const next = afterConnectors(bytes, at)
    if (next === at || !isWordAt(bytes, next)) return at
    at = next
  }
}

/** What joins words is a connector or two; more are a line that is drawn. */
const CONNECTORS_MOST = 2

export function afterConnectors(bytes: Uint8Array, from: number): number {
  let at = from
  while (at - from < CONNECTORS_MOST && classAt(bytes, at) === CONNECTOR) at++
  return at
}

/** Groups of hexadecimal digits between colons, four or more or with a `::`: a MAC or IPv6 address. */
export function colonGroupsEnd(bytes: Uint8Array, from: number): number {
  let groups = 0
  let isShort = false
  let last = 0
  for (let at = from; ; ) {
    let to = at
    while (to - at < 5 && isHexAt(bytes, to)) to++
    if (to === at || to - at > 4 || isWordAt(bytes, to)) break
    groups++
    last = to
    if (bytes[to] !== CODE.colon) break
    at = to + 1
    if (bytes[at] !== CODE.colon) continue
    isShort = true
    at++
    last = at
  }
  return groups >= 4 || isShort ? zoneEnd(bytes, last) : 0
}

/** `%eth0` after an address of a link */
function zoneEnd(bytes: Uint8Array, from: number): number {
  if (bytes[from] !== CODE.percent || !isWordAt(bytes, from + 1)) return from
  let to = from + 1
  while (isWordAt(bytes, to)) to++
  return to
}

/** `://…` after a scheme */
export function urlEnd(bytes: Uint8Array, colon: number): number {
  if (bytes[colon + 1] !== CODE.slash || bytes[colon + 2] !== CODE.slash) return 0
  const to = openEnd(bytes, colon + 3)
  return to > colon + 3 ? to : 0
}

/** Until a blank or what encloses it. */
export function openEnd(bytes: Uint8Array, from: number): number {
  let to = from
  while (ENCLOSES[bytes[to] as number] === 0) to++
  return to
}
const ENCLOSES = setOf('\0 \t\r\n\v\f,;)]}>"\'|<')

/** `:8080` after a host */
export function portEnd(bytes: Uint8Array, colon: number): number {
  let to = colon + 1
  while (isDigitAt(bytes, to)) to++
  return to > colon + 1 ? to : 0
}

/**
 * What may have a port after it: begins with a letter; letters, digits, `.` and `-`. Without any of the last three it is
 * as often the name of a value: `pid:7`.
 */
export function isHostName(bytes: Uint8Array, from: number, to: number): boolean {
  if (classAt(bytes, from) !== LETTER) return false
  let isNamed = false
  for (let at = from; at < to; at++) {
    const byte = bytes[at] as number
    if (NOT_HOST[byte] === 1) return false
    if (byte === CODE.dot || byte === CODE.minus || isDigitAt(bytes, at)) isNamed = true
  }
  return isNamed
}
const NOT_HOST = setOf('/@$_ABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** Two parts or more: `/a/b`, `/a/`; one part is as often a command or an option, unless it is an address. */
export function pathEnd(bytes: Uint8Array, from: number): number {
  let to = from + 1
  while (PATH[bytes[to] as number] === 1) to++
  if (to === from + 1) return 0
  if (bytes[to] !== CODE.slash) return isIpv4(bytes, from + 1, to) ? to : 0
  while (LATER_PATH[bytes[to] as number] === 1) to++
  return to
}
const PATH = setOf('.+@%~-').map((isIn, byte) => (isIn || isWordByte(byte) ? 1 : 0))
const LATER_PATH = setOf('.+@%~-/:$').map((isIn, byte) => (isIn || isWordByte(byte) ? 1 : 0))

function isWordByte(byte: number): boolean {
  return byte !== CODE.dollar && ((CLASS[byte] as number) & 2) !== 0
}

function isIpv4(bytes: Uint8Array, from: number, to: number): boolean {
  let dots = 0
  for (let at = from; at < to; at++) {
    if (bytes[at] === CODE.dot) dots++
    else if (!isDigitAt(bytes, at)) return false
  }
  return dots === 3
}

const UUID_DASHES = new Set([8, 13, 18, 23])
const UUID_LENGTH = 36

export function isUuid(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from !== UUID_LENGTH) return false
  for (let i = 0; i < UUID_LENGTH; i++)
    if (UUID_DASHES.has(i) ? bytes[from + i] !== CODE.minus : !isHexAt(bytes, from + i))
      return false
  return true
}

/** Shorter ones are as often words. */
const HEX_LENGTH = 6

export function isHexWord(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < HEX_LENGTH) return false
  for (let at = from; at < to; at++) if (!isHexAt(bytes, at)) return false
  return true
}

/** What programs print where there is a value in other messages. */
const NAMED = ['true', 'True', 'TRUE', 'null', 'NULL', 'None', 'false', 'False', 'FALSE'].map(
  name => Uint8Array.from(Buffer.from(name)),
)
const NAMED_INITIAL = setOf('tTnNfF')
const NAMED_LAST = setOf('eElL')

export function isNamedValue(bytes: Uint8Array, from: number, to: number): boolean {
  const length = to - from
  if (length !== 4 && length !== 5) return false
  if (NAMED_INITIAL[bytes[from] as number] === 0) return false
  if (NAMED_LAST[bytes[to - 1] as number] === 0) return false
  for (const name of NAMED) {
    let same = 0
    while (same < name.length && name[same] === bytes[from + same]) same++
    if (same === length && same === name.length) return true
  }
  return false
}
