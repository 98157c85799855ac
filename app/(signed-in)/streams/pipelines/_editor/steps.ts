import {
  type FormValues,
  fromForm,
  type Pair,
  type Settings,
  toForm,
  withoutEmpty,
} from '#app/_ui/plugin-form/values.ts'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import type { Field } from '#lib/form.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

/** A step while it is edited. */
export interface EditedStep {
  /** its own, wherever it is moved */
  key: number
  name: string
  /** as they were given */
  params: Step['params']
  /** as the inputs hold them; null when they are more than inputs can hold */
  values: FormValues | null
}

let keys = 0

export function editedStep(kinds: readonly Kind[], { name, params }: Step): EditedStep {
  const fields = kinds.find(({ id }) => id === name)?.fields
  return { key: ++keys, name, params, values: fields ? heldBy(fields, params) : null }
}

export const stepOf = (kinds: readonly Kind[], { name, params, values }: EditedStep): Step => {
  const fields = kinds.find(({ id }) => id === name)?.fields
  return { name, params: fields && values ? settingsOf(fields, values) : params }
}

export const moved = <T>(list: readonly T[], from: number, to: number): T[] => {
  const item = list[from]
  return item === undefined ? [...list] : list.toSpliced(from, 1).toSpliced(to, 0, item)
}

/** Null when the inputs would lose some of it. */
function heldBy(fields: Field[], params: Settings): FormValues | null {
  const values = toForm(fields, params)
  const given = told(fields, params)
  return isDeepEqual(settingsOf(fields, values), given) ? values : null
}

const settingsOf = (fields: Field[], values: FormValues) =>
  told(fields, fromForm(fields, values)) as Step['params']

/** A switch always says something; what goes without saying is left out. */
const told = (fields: Field[], settings: Settings): Settings =>
  withoutEmpty(
    Object.fromEntries(
      Object.entries(settings).filter(([key, value]) => {
        const field = fields.find(one => one.key === key)
        return field?.kind !== 'boolean' || value !== Boolean(field.default)
      }),
    ),
  )

const isDeepEqual = (one: Settings, other: Settings) => inOrder(one) === inOrder(other)
const inOrder = (settings: Settings) =>
  JSON.stringify(Object.entries(settings).toSorted(([a], [b]) => (a < b ? -1 : 1)))

const SHORT = 120

/** The settings of a step in a line. */
export const inShort = ({ params, values }: EditedStep): string =>
  Object.entries(values ?? params)
    .filter(([, value]) => value !== '' && value !== null && value !== false)
    .map(([, value]) => said(value))
    .filter(text => text !== '')
    .join(' · ')
    .slice(0, SHORT)

function said(value: unknown): string {
  if (Array.isArray(value)) return value.map(said).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  return isPair(value) ? `${value.name} = ${value.value}` : JSON.stringify(value)
}

const isPair = (value: object): value is Pair => 'name' in value && 'value' in value
