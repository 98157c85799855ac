'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRouter } from 'next/navigation'
import css from '#app/(signed-in)/settings/_access/access.module.css'
import { RoleInput } from '#app/(signed-in)/settings/_access/role-input.tsx'
import { useSave } from '#app/(signed-in)/settings/_access/use-save.ts'
import { addPerson, editPerson } from '#app/(signed-in)/settings/people/actions.ts'
import type { PersonView } from '#lib/access/people/schema.ts'
import type { Role } from '#lib/access/rights.ts'

interface Props {
  opened: boolean
  onClose: () => void
  /** null: somebody new */
  saved: PersonView | null
  /** BELFRY_ADMINS names them */
  isFixed?: boolean
}

/** Adds somebody, or changes their name and role. */
export function PersonDialog({ opened, onClose, saved, isFixed = false }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={saved ? saved.name || saved.email : 'Add a person'}
    >
      <PersonForm saved={saved} isFixed={isFixed} onClose={onClose} />
    </Modal>
  )
}

function PersonForm({ saved, isFixed, onClose }: Omit<Props, 'opened'>) {
  const router = useRouter()
  const form = useForm({
    initialValues: {
      email: saved?.email ?? '',
      name: saved?.name ?? '',
      role: (saved?.role ?? 'viewer') as Role,
    },
  })
  const { isBusy, save } = useSave(form)
  const submit = form.onSubmit(({ email, name, role }) => {
    const patch = { name, ...(role !== saved?.role && { role }) }
    save(
      () => (saved ? editPerson({ id: saved.id, patch }) : addPerson({ email, name, role })),
      () => {
        router.refresh()
        onClose()
      },
    )
  })

  return (
    <form onSubmit={submit} className={css.form}>
      {!saved && (
        <TextInput
          label="E-mail"
          description="By this address the provider knows them; nothing is sent to it."
          placeholder="ann@example.com"
          withAsterisk
          data-autofocus
          autoComplete="off"
          {...form.getInputProps('email')}
        />
      )}
      <TextInput
        label="Name"
        description="Until the provider says one."
        autoComplete="off"
        {...form.getInputProps('name')}
      />
      <RoleInput
        disabled={isFixed}
        description={isFixed ? 'BELFRY_ADMINS names them: an admin until it does not.' : undefined}
        {...form.getInputProps('role')}
      />
      <div className={css.actions}>
        <Button variant="subtle" color="gray" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="filled" loading={isBusy}>
          {saved ? 'Save' : 'Add person'}
        </Button>
      </div>
    </form>
  )
}
