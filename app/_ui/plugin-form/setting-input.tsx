'use client'
import {
  NumberInput,
  PasswordInput,
  Select,
  Switch,
  TagsInput,
  Textarea,
  TextInput,
} from '@mantine/core'
import type { ReactNode } from 'react'
import { PairsInput } from '#app/_ui/plugin-form/pairs-input.tsx'
import type { FormValue, Pair } from '#app/_ui/plugin-form/values.ts'
import type { Field } from '#lib/form.ts'

export interface SettingProps {
  field: Field
  value: FormValue
  onChange(value: FormValue): void
  error: ReactNode
  disabled: boolean
}

/** One setting, with the input that fits its kind. */
export function SettingInput({ field, value, onChange, error, disabled }: SettingProps) {
  const common = {
    label: field.title,
    description: field.description,
    error,
    disabled,
    withAsterisk: field.required,
    placeholder: placeholderOf(field),
    name: field.key,
  }
  const typed = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value)

  switch (field.kind) {
    case 'boolean':
      return (
        <Switch
          label={field.title}
          description={field.description}
          error={error}
          disabled={disabled}
          name={field.key}
          checked={value === true}
          onChange={event => onChange(event.currentTarget.checked)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...common}
          value={value as number | string}
          onChange={onChange}
          min={field.min ?? undefined}
          max={field.max ?? undefined}
          clampBehavior="none"
          thousandSeparator=","
        />
      )
    case 'choice':
      return (
        <Select
          {...common}
          data={field.choices}
          value={value as string | null}
          onChange={onChange}
          clearable={!field.required}
        />
      )
    case 'list':
      return (
        <TagsInput
          {...common}
          value={value as string[]}
          onChange={onChange}
          splitChars={[',', ' ', '\n']}
          acceptValueOnBlur
        />
      )
    case 'map':
      return <PairsInput {...common} value={value as Pair[]} onChange={onChange} />
    case 'text':
      if (field.secret)
        return (
          <PasswordInput
            {...common}
            value={value as string}
            onChange={typed}
            autoComplete="new-password"
          />
        )
      return field.multiline ? (
        <Textarea
          {...common}
          value={value as string}
          onChange={typed}
          autosize
          minRows={2}
          maxRows={12}
        />
      ) : (
        <TextInput
          {...common}
          value={value as string}
          onChange={typed}
          autoComplete="off"
          spellCheck={false}
        />
      )
  }
}

/** What counts when it is left empty. */
function placeholderOf({ placeholder, default: preset }: Field): string {
  if (placeholder) return placeholder
  return preset === null || typeof preset === 'object' ? '' : String(preset)
}
