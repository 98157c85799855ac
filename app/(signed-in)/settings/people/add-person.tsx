'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { PersonDialog } from '#app/(signed-in)/settings/people/person-dialog.tsx'

export function AddPerson() {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <>
      <Button variant="filled" onClick={open}>
        Add person
      </Button>
      <PersonDialog opened={isOpen} onClose={close} saved={null} />
    </>
  )
}
