import {
  type FormValue,
  type FormValues,
  fromForm,
  withoutEmpty,
} from '#app/_ui/plugin-form/values.ts'
import type { Argument } from '#app/(signed-in)/sources/_playground/draw-methods.ts'

/** The arguments of a call out of the form's values, one record for each argument. */
export function readArguments(args: Argument[], values: FormValues[]): unknown[] {
  const given = args.map((argument, index) => readArgument(argument, values[index] ?? {}))
  const last = given.findLastIndex(value => value !== null)
  return given.slice(0, last + 1)
}

function readArgument({ fields, isObject, isText, name }: Argument, values: FormValues): unknown {
  const settings = withoutEmpty(fromForm(fields, values))
  if (isObject) return Object.keys(settings).length > 0 ? settings : null

  const value = (settings[name] ?? null) as FormValue
  if (Array.isArray(value))
    return value.map(item => (typeof item === 'string' ? jsonOr(item) : item))
  return typeof value === 'string' && !isText ? jsonOr(value) : value
}

/** JSON where it is some, else the text itself: `5`, `{"a":1}`, `-10min`. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
