import { isDeepStrictEqual } from 'node:util'
import { isMap, parseDocument, stringify } from 'yaml'
import { leanOf } from '#lib/streams/triggers/lean.ts'

const FORM = { lineWidth: 0, indentSeq: false } as const

/** What was given as JSON or in the form, as YAML. */
export const writtenAs = (definition: object): string => stringify(definition, FORM)

/** What a text that was checked says, key by key. */
export const asWritten = (source: string): object =>
  parseDocument(source, { merge: true }).toJS() ?? {}

/**
 * The text of a definition after a change that was made elsewhere: what did not change stays as it was written, with its
 * comments, and what did is written anew.
 */
export function rewritten(source: string, before: object, after: object): string {
  if (isDeepStrictEqual(before, after)) return source
  const document = parseDocument(source, { merge: true })
  if (document.errors.length > 0 || !isMap(document.contents)) return writtenAs(after)
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  for (const key of old.keys()) if (!now.has(key)) document.delete(key)
  for (const [key, value] of now)
    if (!isDeepStrictEqual(old.get(key), value)) document.set(key, value)
  return document.toString(FORM)
}

/** The text after the form was changed: keys whose meaning is the same stay as they were written. */
export const writtenOver = (source: string, definition: object): string =>
  rewritten(source, leanOf(asWritten(source)), leanOf(definition))
