import { isDeepStrictEqual } from 'node:util'

/** Fields under dotted names, as `config.url`; lists stay whole. */
export type Fields = Record<string, unknown>

/** A field in which two things differ. */
export interface FieldDifference {
  field: string
  from: unknown
  to: unknown
  /** its values are left out */
  secret: boolean
}

/** `{ config: { url } }` as `{ 'config.url': url }`; what is undefined is left out. */
export function flatten(value: object, prefix = ''): Fields {
  const flat: Fields = {}
  for (const [name, field] of Object.entries(value)) {
    if (field === undefined) continue
    if (typeof field === 'object' && field !== null && !Array.isArray(field))
      Object.assign(flat, flatten(field, `${prefix}${name}.`))
    else flat[`${prefix}${name}`] = field
  }
  return flat
}

/** Where flat fields differ; of what stands in or below one of the `secret` names nothing but that it does. */
export function differencesOf(
  from: Fields,
  to: Fields,
  secret: readonly string[] = [],
): FieldDifference[] {
  const isSecret = (field: string) =>
    secret.some(name => field === name || field.startsWith(`${name}.`))
  return [...new Set([...Object.keys(from), ...Object.keys(to)])]
    .filter(field => !isDeepStrictEqual(from[field], to[field]))
    .map(field =>
      isSecret(field)
        ? { field, from: undefined, to: undefined, secret: true }
        : { field, from: from[field], to: to[field], secret: false },
    )
}
