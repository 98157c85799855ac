import type { Field } from '#lib/form.ts'

/** What stands for a secret that is saved; the server leaves the secret as it is when this comes back. */
export const SAVED = '********'

export interface Pair {
  name: string
  value: string
}

/** A setting as its input holds it; `SAVED` only for a secret. */
export type FormValue = string | number | boolean | null | string[] | Pair[]
export type FormValues = Record<string, FormValue>
export type Settings = Record<string, unknown>

/** The settings as a form holds them: each field with a value its input can show. */
export function toForm(fields: Field[], settings: Settings): FormValues {
  return Object.fromEntries(fields.map(field => [field.key, toInput(field, settings[field.key])]))
}

function toInput({ kind, secret, default: preset }: Field, value: unknown): FormValue {
  if (secret && value === SAVED) return SAVED
  if (kind === 'boolean') return Boolean(value ?? preset)
  if (kind === 'list') return Array.isArray(value) ? value.map(String) : []
  if (kind === 'map')
    return Object.entries((value ?? {}) as Settings).map(([name, text]) => ({
      name,
      value: String(text),
    }))
  if (kind === 'number') return typeof value === 'number' ? value : ''
  if (kind === 'choice') return typeof value === 'string' ? value : null
  // A file may give a number or a list where a text is typed here.
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The settings to save. What was emptied is null, which takes it away. */
export function fromForm(fields: Field[], values: FormValues): Settings {
  return Object.fromEntries(
    fields.map(field => [field.key, fromInput(field, values[field.key] ?? null)]),
  )
}

function fromInput({ kind }: Field, value: FormValue): unknown {
  if (value === '' || value === null) return null
  if (kind === 'map' && Array.isArray(value)) {
    const named = (value as Pair[]).filter(pair => pair.name.trim() !== '')
    return named.length > 0
      ? Object.fromEntries(named.map(pair => [pair.name.trim(), pair.value]))
      : null
  }
  return Array.isArray(value) && value.length === 0 ? null : value
}

/** Settings for something new, where there is nothing to take away. */
export function withoutEmpty(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null))
}
