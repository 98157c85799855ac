import {
  CODE,
  classOf,
  isDigit,
  isHex,
  isWord,
  LETTER,
} from '#lib/errors/classify/template/characters.ts'

/*
 * Values by their look. Each function says where the value that begins at `from` ends, or 0 when there is none;
 * none looks at a character more often than a fixed number of times.
 */

/** Six or eight groups of hexadecimal digits and the short forms between: a MAC or IPv6 address. */
export function colonGroupsEnd(text: string, from: number, end: number): number {
  let groups = 0
  let isShort = false
  let last = 0
  for (let at = from; ; ) {
    let to = at
    while (to < end && to - at < 5 && isHex(text.charCodeAt(to))) to++
    if (to === at || to - at > 4 || (to < end && isWord(text.charCodeAt(to)))) break
    groups++
    last = to
    if (text.charCodeAt(to) !== CODE.colon) break
    at = to + 1
    if (text.charCodeAt(at) !== CODE.colon) continue
    isShort = true
    last = at + 1
    at = last
  }
  if (last > end || !(groups >= 4 || (isShort && groups >= 1))) return 0
  return zoneEnd(text, last, end)
}

/** `%eth0` after an address of a link */
function zoneEnd(text: string, from: number, end: number): number {
  if (text.charCodeAt(from) !== CODE.percent) return from
  let to = from + 1
  while (to < end && isWord(text.charCodeAt(to))) to++
  return to > from + 1 ? to : from
}

/** `://…` after a scheme */
export function urlEnd(text: string, colon: number, end: number): number {
  if (!text.startsWith('://', colon)) return 0
  let to = colon + 3
  while (to < end && !URL_END.has(text.charCodeAt(to))) to++
  return to > colon + 3 ? to : 0
}
const URL_END = new Set([...' \t\r\n\v\f,;)]}>"\''].map(character => character.charCodeAt(0)))

/** `:8080` after a host */
export function portEnd(text: string, colon: number, end: number): number {
  let to = colon + 1
  while (to < end && isDigit(text.charCodeAt(to))) to++
  return to > colon + 1 ? to : 0
}

/** Two parts or more: `/a/b`, `/a/`; one part is as often a command or an option. An address may stand after a slash. */
export function pathEnd(text: string, from: number, end: number): number {
  let to = from + 1
  while (to < end && isPathCharacter(text.charCodeAt(to))) to++
  if (to === from + 1) return 0
  if (text.charCodeAt(to) !== CODE.slash || to >= end) return isAddress(text, from + 1, to) ? to : 0
  while (to < end && isLaterPathCharacter(text.charCodeAt(to))) to++
  return to
}

const isPathCharacter = (code: number) => (isWord(code) ? code !== CODE.dollar : PATH.has(code))
const isLaterPathCharacter = (code: number) =>
  isWord(code) || PATH.has(code) || code === CODE.slash || code === CODE.colon
const PATH = new Set([...'.+@%~-'].map(character => character.charCodeAt(0)))

function isAddress(text: string, from: number, to: number): boolean {
  let dots = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === CODE.dot) dots++
    else if (!isDigit(code)) return false
  }
  return dots === 3
}

/** `C:\a`, `\\host\share`: until a blank or what encloses it */
export function windowsPathEnd(text: string, from: number, end: number): number {
  let to = from
  while (to < end && !WINDOWS_PATH_END.has(text.charCodeAt(to))) to++
  return to
}
const WINDOWS_PATH_END = new Set(
  [...' \t\r\n\v\f,;)]}>"\'|<'].map(character => character.charCodeAt(0)),
)

export function isUuid(text: string, from: number, to: number): boolean {
  return to - from === 36 && UUID.test(text.slice(from, to))
}
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Shorter ones are as often words. */
const HEX_LENGTH = 6
export function isHexWord(text: string, from: number, to: number): boolean {
  if (to - from < HEX_LENGTH) return false
  for (let at = from; at < to; at++) if (!isHex(text.charCodeAt(at))) return false
  return true
}

/** Values that programs print in place of another. */
const NAMED = new Map([
  [4, ['true', 'True', 'TRUE', 'null', 'NULL', 'None']],
  [5, ['false', 'False', 'FALSE']],
])
export function isNamedValue(text: string, from: number, to: number): boolean {
  return NAMED.get(to - from)?.some(name => text.startsWith(name, from)) ?? false
}

/** What may have a port after it: begins with a letter; letters, digits, `.` and `-`. */
export function isHostName(text: string, from: number, to: number): boolean {
  if (classOf(text.charCodeAt(from)) !== LETTER) return false
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === CODE.slash || code === CODE.at || code === CODE.dollar) return false
  }
  return true
}
