import { NumberInput } from '@mantine/core'
import type { ProjectFormState } from '#app/(signed-in)/settings/projects/_form/form.ts'

interface Props {
  form: ProjectFormState
  path: string
  label: string
  description?: string
  /** what nothing stands for: `No limit` */
  none: string
}

/** A whole number from 1 on, or null where the field is empty. */
export function OptionalNumber({ form, path, none, ...rest }: Props) {
  const { value, onChange, ...input } = form.getInputProps(path)
  return (
    <NumberInput
      {...rest}
      placeholder={none}
      min={1}
      thousandSeparator=","
      allowDecimal={false}
      value={value ?? ''}
      onChange={next => onChange(next === '' ? null : next)}
      {...input}
    />
  )
}
