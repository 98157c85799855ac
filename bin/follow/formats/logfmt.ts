import { toldBy } from '#bin/follow/formats/fields.ts'
import type { Format } from '#bin/follow/formats/told.ts'
import type { Fields } from '#lib/intake/untrusted.ts'

/** `key=value key="with spaces" key` */
const PAIR = /\s*([^\s="]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?(?=\s|$)/sy
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/
const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }

/** A line is named values beside each other, at least one of them with a value. */
export const logfmt: Format = line => {
  const fields: Fields = {}
  let hasValue = false
  PAIR.lastIndex = 0
  for (let at = 0; at < line.trimEnd().length; at = PAIR.lastIndex) {
    const [, key, quoted, bare] = PAIR.exec(line) ?? []
    if (key === undefined) return null
    hasValue ||= (quoted ?? bare) !== undefined
    // Never the prototype, whatever a line calls it.
    Object.defineProperty(fields, key, {
      ...{ value: quoted === undefined ? bareValue(bare) : unescaped(quoted) },
      ...{ enumerable: true, configurable: true, writable: true },
    })
  }
  return hasValue ? toldBy(fields) : null
}

function bareValue(bare: string | undefined): unknown {
  if (bare === undefined || bare === 'true') return true
  if (bare === 'false') return false
  // Longer numbers are names of something.
  return NUMBER.test(bare) && bare.length < 16 ? Number(bare) : bare
}

const unescaped = (text: string) =>
  text.replaceAll(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character)
