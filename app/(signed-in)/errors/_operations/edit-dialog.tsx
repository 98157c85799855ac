'use client'

import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import type { Failure } from '#app/_server/failure.ts'
import { reached } from '#app/_ui/reached.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { tellDone } from '#app/(signed-in)/errors/_operations/done.tsx'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { change } from '#app/(signed-in)/errors/actions.ts'

export interface Editable {
  id: number
  name: string
  threshold: number | null
  regex: string | null
}

interface Props {
  opened: boolean
  onClose: () => void
  signature: Editable
}

/** Its name, and what decides which messages it takes. */
export function EditDialog({ opened, onClose, signature }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Name and rules" size="lg">
      <EditForm signature={signature} onClose={onClose} />
    </Modal>
  )
}

function EditForm({ signature: { id, name, threshold, regex }, onClose }: Omit<Props, 'opened'>) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const form = useForm({
    initialValues: { name, threshold: threshold ?? '', regex: regex ?? '' } as {
      name: string
      threshold: number | string
      regex: string
    },
  })

  const save = form.onSubmit(({ name, threshold, regex }) =>
    act(
      async () => {
        const patch = {
          name: name.trim(),
          threshold: threshold === '' ? null : Number(threshold),
          regex: regex || null,
        }
        const answer = await reached(change({ id, patch }))
        if (!answer.ok) form.setErrors(fieldsOf(answer.error))
        return answer
      },
      entries => {
        tellDone('Saved.', entries)
        onClose()
        router.refresh()
      },
    ),
  )

  return (
    <form onSubmit={save}>
      <Stack gap="sm">
        <TextInput
          data-autofocus
          label="Name"
          description="What people call it; without one its template is its name."
          maxLength={200}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Rule"
          description="An expression (RE2): every message of the project that it is found in belongs here."
          placeholder="^payment .* declined"
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
          {...form.getInputProps('regex')}
        />
        <NumberInput
          label="Threshold"
          description="For the classifier “similarity”: how alike a message must be, 0 to 1; empty: as the project says."
          min={0}
          max={1}
          step={0.05}
          w={180}
          {...form.getInputProps('threshold')}
        />
      </Stack>
      <div className={css.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={isBusy}>
          Save
        </Button>
      </div>
    </form>
  )
}

/** The server names a field by where it stood in what was sent. */
const fieldsOf = ({ fields = {} }: Failure) =>
  Object.fromEntries(
    Object.entries(fields).map(([path, text]) => [path.replace(/^patch\./, ''), text]),
  )
