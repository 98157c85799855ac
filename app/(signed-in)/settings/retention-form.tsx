'use client'

import { Button, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ActionResult } from '#app/_server/action.ts'
import { useMay } from '#app/_ui/may.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'
import { useSaving } from '#app/(signed-in)/settings/use-saving.ts'

interface Props<T> {
  values: T
  fields: readonly (readonly [
    field: keyof T & string,
    label: string,
    least: number,
    most: number,
    /** what stands there while it has no end */
    none?: string,
  ])[]
  save(values: T): Promise<ActionResult<unknown>>
}

/** For how many days something is kept; what is cleaned up does not come back. */
export function RetentionForm<T extends Record<string, number | null>>({
  values,
  fields,
  save,
}: Props<T>) {
  const isFixed = !useMay()('settings:write')
  const form = useForm<T>({ initialValues: values })

  const { isBusy, submit } = useSaving(form, {
    save,
    told: 'Saved. The next clean-up goes by it.',
  })

  return (
    <form onSubmit={submit} className={css.retention}>
      {fields.map(([field, label, least, most, none]) => (
        <NumberInput
          key={field}
          label={label}
          suffix=" days"
          min={least}
          max={most}
          allowDecimal={false}
          w={140}
          readOnly={isFixed}
          placeholder={none}
          value={form.values[field] ?? ''}
          error={form.errors[field]}
          onChange={days => form.setValues({ [field]: days === '' ? null : days } as Partial<T>)}
        />
      ))}
      {!isFixed && (
        <Button type="submit" disabled={isBusy || !form.isDirty()}>
          Save
        </Button>
      )}
    </form>
  )
}
