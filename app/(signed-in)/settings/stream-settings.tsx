'use client'

import { Button, NumberInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMay } from '#app/_ui/may.tsx'
import { saveStreamSettings } from '#app/(signed-in)/settings/actions.ts'
import css from '#app/(signed-in)/settings/settings.module.css'
import { useSaving } from '#app/(signed-in)/settings/use-saving.ts'
import type { StreamSettings as Settings } from '#lib/streams/settings/setting.ts'

/** How often pipelines are tried, for how long what is completed is kept, and from which age on events are deleted. */
export function StreamSettings({ settings }: { settings: Settings }) {
  const readOnly = !useMay()('settings:write')
  const form = useForm({
    initialValues: { ...settings, trimEventsAge: settings.trimEventsAge ?? '' },
  })

  const { isBusy, submit } = useSaving(form, {
    save: values =>
      saveStreamSettings({ ...values, trimEventsAge: values.trimEventsAge.trim() || null }),
    told: 'Saved.',
  })

  const number = (
    field: 'keepDays' | 'retries' | 'trimEventsBatchSize',
    min: number,
    max: number,
  ) => ({
    ...{ min, max, allowDecimal: false, w: 140, readOnly },
    ...form.getInputProps(field),
  })

  return (
    <form onSubmit={submit} className={css.retention}>
      <NumberInput label="Completed streams" suffix=" days" {...number('keepDays', 0, 3_660)} />
      <NumberInput label="Retries of a pipeline" {...number('retries', 0, 20)} />
      <TextInput
        label="Delete events before"
        placeholder="never, or $timestamp - 14d"
        w={240}
        readOnly={readOnly}
        {...form.getInputProps('trimEventsAge')}
      />
      <NumberInput label="Deleted at once" {...number('trimEventsBatchSize', 1, 10_000)} />
      {!readOnly && (
        <Button type="submit" disabled={isBusy || !form.isDirty()}>
          Save
        </Button>
      )}
    </form>
  )
}
