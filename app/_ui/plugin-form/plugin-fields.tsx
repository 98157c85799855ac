'use client'
import type { UseFormReturnType } from '@mantine/form'
import { SecretInput } from '#app/_ui/plugin-form/secret-input.tsx'
import { SettingInput } from '#app/_ui/plugin-form/setting-input.tsx'
import type { FormValues } from '#app/_ui/plugin-form/values.ts'
import type { Field } from '#lib/form.ts'

interface Props<Values> {
  fields: Field[]
  form: UseFormReturnType<Values>
  disabled?: boolean
}

/** The inputs of a plugin's settings, drawn from its schema, under `config.` of a form. */
export function PluginFields<Values extends { config: FormValues }>({
  fields,
  form,
  disabled = false,
}: Props<Values>) {
  return fields.map(field => {
    const { value, onChange, error } = form.getInputProps(`config.${field.key}` as never)
    const Input = field.secret ? SecretInput : SettingInput
    return (
      <Input
        key={field.key}
        field={field}
        value={value}
        onChange={onChange}
        error={error ?? nestedError(form.errors, field.key)}
        disabled={disabled}
      />
    )
  })
}

/** A complaint about one entry of a list or map is shown at the whole, with the entry's name. */
function nestedError(errors: Record<string, unknown>, key: string): string | undefined {
  const path = `config.${key}.`
  const found = Object.entries(errors).find(([at]) => at.startsWith(path))
  return found && `${found[0].slice(path.length)}: ${found[1]}`
}
