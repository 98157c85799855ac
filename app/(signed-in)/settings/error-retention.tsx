'use client'

import { Button, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { reached } from '#app/_ui/reached.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { saveRetention } from '#app/(signed-in)/settings/actions.ts'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { Retention } from '#lib/errors/retention/schema.ts'

const FIELDS = [
  ['secondsDays', 'By the second', 31],
  ['minutesDays', 'By the minute', 400],
  ['hoursDays', 'By the hour', 3_660],
] as const

/** For how many days errors stay counted; what is cleaned up does not come back. */
export function ErrorRetention({ retention }: { retention: Retention }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const form = useForm({ initialValues: retention })

  const save = form.onSubmit(values =>
    act(
      async () => {
        const answer = await reached(saveRetention(values))
        if (!answer.ok) form.setErrors(answer.error.fields ?? {})
        return answer
      },
      () => {
        notifications.show({ message: 'Saved. The next clean-up goes by it.' })
        form.resetDirty()
        router.refresh()
      },
    ),
  )

  return (
    <form onSubmit={save} className={css.retention}>
      {FIELDS.map(([field, label, most]) => (
        <NumberInput
          key={field}
          label={label}
          suffix=" days"
          min={1}
          max={most}
          allowDecimal={false}
          w={140}
          {...form.getInputProps(field)}
        />
      ))}
      <Button type="submit" disabled={isBusy || !form.isDirty()}>
        Save
      </Button>
    </form>
  )
}
