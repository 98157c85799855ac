'use client'
import { SettingInput } from '#app/_ui/plugin-form/setting-input.tsx'
import type { FormValue, FormValues } from '#app/_ui/plugin-form/values.ts'
import type { Argument } from '#app/(signed-in)/sources/_playground/draw-methods.ts'
import css from '#app/(signed-in)/sources/_playground/playground.module.css'
import type { FieldErrors } from '#lib/failures.ts'

interface Props {
  args: Argument[]
  /** one record for each argument */
  values: FormValues[]
  errors: FieldErrors
  onChange(values: FormValues[]): void
}

/** An input for each argument of a method; those of an object stand together. */
export function ArgumentInputs({ args, values, errors, onChange }: Props) {
  return args.map((argument, index) => {
    const given = values[index] ?? {}
    const change = (key: string, value: FormValue) =>
      onChange(values.map((other, at) => (at === index ? { ...other, [key]: value } : other)))
    const inputs = argument.fields.map(field => (
      <SettingInput
        key={field.key}
        field={argument.isObject ? field : { ...field, title: argument.name }}
        value={given[field.key] ?? null}
        onChange={value => change(field.key, value)}
        error={errors[argument.isObject ? `${argument.name}.${field.key}` : argument.name]}
        disabled={false}
      />
    ))
    return argument.isObject ? (
      <fieldset key={argument.name} className={css.object}>
        <legend>{argument.name}</legend>
        {inputs}
      </fieldset>
    ) : (
      inputs
    )
  })
}
