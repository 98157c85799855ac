import { written } from '#lib/streams/distiller/place.ts'

/** A piece of JSON; with a place, where a value was found. */
export interface Piece {
  text: string
  place?: string
}

/** A notification as JSON of several lines, in pieces: those at the given places by themselves. */
export function markedJson(value: unknown, places: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = []
  const put = (text: string) => {
    const last = pieces.at(-1)
    if (last && last.place === undefined) last.text += text
    else pieces.push({ text })
  }

  function write(value: unknown, location: readonly (string | number)[], indent: string) {
    const place = written(location)
    if (location.length > 0 && places.has(place)) {
      const text = JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`)
      pieces.push({ text, place })
    } else if (Array.isArray(value)) {
      const entries = value.map((item, at) => ({ head: '', item, step: at }))
      writeAll('[]', entries, location, indent)
    } else if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value).map(([key, item]) => ({
        ...{ head: `${JSON.stringify(key)}: `, item, step: key },
      }))
      writeAll('{}', entries, location, indent)
    } else put(JSON.stringify(value))
  }

  function writeAll(
    brackets: string,
    entries: { head: string; item: unknown; step: string | number }[],
    location: readonly (string | number)[],
    indent: string,
  ) {
    if (entries.length === 0) return put(brackets)
    const inner = `${indent}  `
    put(brackets.charAt(0))
    for (const [at, { head, item, step }] of entries.entries()) {
      put(`${at > 0 ? ',' : ''}\n${inner}${head}`)
      write(item, [...location, step], inner)
    }
    put(`\n${indent}${brackets.charAt(1)}`)
  }

  write(value, [], '')
  return pieces
}
