'use client'

import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconDots,
  IconEdit,
  IconLogout,
  IconTrash,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { editPerson, endSessions, removePerson } from '#app/(signed-in)/settings/people/actions.ts'
import { PersonDialog } from '#app/(signed-in)/settings/people/person-dialog.tsx'
import { lossOf } from '#app/(signed-in)/settings/people/words.ts'
import type { PersonView } from '#lib/access/people/schema.ts'

interface Props {
  person: PersonView
  /** BELFRY_ADMINS names them */
  isFixed: boolean
}

/** What an admin does with a person. */
export function PersonMenu({ person, isFixed }: Props) {
  const { id, name, email, disabledAt, sessions } = person
  const [isOpen, dialog] = useDisclosure()
  const router = useRouter()
  const { isBusy, act } = useAction()
  const who = name || email

  const disable = () =>
    confirmDestroy({
      title: `Disable ${who}?`,
      children: `They may not come in any more. ${lossOf(person)}`,
      label: 'Disable',
      confirmed: () => act(() => editPerson({ id, patch: { disabled: true } }), router.refresh),
    })
  const remove = () =>
    confirmDestroy({
      title: `Delete ${who}?`,
      children: `${lossOf(person)} What they did stays in the audit trail. If the provider still knows them, they come in anew; disable them to keep them out.`,
      label: 'Delete person',
      confirmed: () => act(() => removePerson({ id }), router.refresh),
    })

  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon variant="default" size={28} loading={isBusy} aria-label={`Actions: ${who}`}>
            <IconDots size={16} stroke={1.8} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconEdit size={16} stroke={1.8} />} onClick={dialog.open}>
            Role and name …
          </Menu.Item>
          <Menu.Item
            leftSection={<IconLogout size={16} stroke={1.8} />}
            disabled={sessions === 0}
            onClick={() => act(() => endSessions({ id }), router.refresh)}
          >
            Sign out everywhere
          </Menu.Item>
          {disabledAt ? (
            <Menu.Item
              leftSection={<IconUserCheck size={16} stroke={1.8} />}
              onClick={() =>
                act(() => editPerson({ id, patch: { disabled: false } }), router.refresh)
              }
            >
              Let in again
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconUserOff size={16} stroke={1.8} />}
              disabled={isFixed}
              onClick={disable}
            >
              Disable …
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            color="red"
            leftSection={<IconTrash size={16} stroke={1.8} />}
            onClick={remove}
          >
            Delete …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PersonDialog opened={isOpen} onClose={dialog.close} saved={person} isFixed={isFixed} />
    </>
  )
}
