import { attributesOf } from '#lib/intake/otlp/values.ts'
import { type Fields, fieldsOf, textOf } from '#lib/intake/untrusted.ts'

/** What instruments or logs inside a program. */
export interface Scope {
  name: string
  version: string
  attributes: Fields
}

export function scopeOf(value: unknown): Scope {
  const { name, version, attributes } = fieldsOf(value)
  return { name: textOf(name), version: textOf(version), attributes: attributesOf(attributes) }
}
