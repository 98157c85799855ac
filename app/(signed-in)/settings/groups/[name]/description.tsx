'use client'

import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { sayGroup } from '#app/(signed-in)/settings/groups/actions.ts'

/** What is said of a group. */
export function Description({ name, description }: { name: string; description: string }) {
  const router = useRouter()
  const form = useForm({ initialValues: { description } })
  const { isBusy, save } = useSave(form)
  const submit = form.onSubmit(patch =>
    save(
      () => sayGroup({ name, patch }),
      () => {
        notifications.show({ message: 'Saved.' })
        form.resetDirty()
        router.refresh()
      },
    ),
  )
  return (
    <form onSubmit={submit} className={css.line}>
      <TextInput
        label="Description"
        placeholder="Who is in it, and why"
        w={420}
        maw="100%"
        autoComplete="off"
        {...form.getInputProps('description')}
      />
      <Button type="submit" disabled={isBusy || !form.isDirty()}>
        Save
      </Button>
    </form>
  )
}
