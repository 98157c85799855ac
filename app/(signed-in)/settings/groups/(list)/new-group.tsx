'use client'

import { Button, Modal, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { addGroup } from '#app/(signed-in)/settings/groups/actions.ts'

export function NewGroup() {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="filled" onClick={open}>
        New group
      </Button>
      <Modal opened={isOpen} onClose={close} title="New group">
        <GroupForm onClose={close} />
      </Modal>
    </>
  )
}

function GroupForm({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const form = useForm({ initialValues: { name: '', description: '' } })
  const { isBusy, save } = useSave(form)
  const submit = form.onSubmit(values =>
    save(
      () => addGroup(values),
      ({ name }) => router.push(`/settings/groups/${encodeURIComponent(name)}`),
    ),
  )

  return (
    <form onSubmit={submit} className={css.form}>
      <TextInput
        label="Name"
        description="As the provider calls it, if it knows it too. It does not change later."
        withAsterisk
        data-autofocus
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <Textarea
        label="Description"
        autosize
        minRows={1}
        maxRows={4}
        {...form.getInputProps('description')}
      />
      <div className={css.actions}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="filled" loading={isBusy}>
          Make group
        </Button>
      </div>
    </form>
  )
}
