'use client'

import { Button, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { NewSecret } from '#app/(signed-in)/settings/tokens/new-secret.tsx'
import { TokenForm } from '#app/(signed-in)/settings/tokens/token-form.tsx'
import type { NewTokenView } from '#lib/access/tokens/schema.ts'

interface Props {
  groups: string[]
  url: string
}

/** Makes a token and shows its secret, which a stray click does not take away. */
export function NewToken({ groups, url }: Props) {
  const router = useRouter()
  const [isOpen, { open, close }] = useDisclosure()
  const [made, setMade] = useState<NewTokenView | null>(null)

  const onMade = (token: NewTokenView) => {
    setMade(token)
    router.refresh()
  }
  const onClose = () => {
    close()
    setMade(null)
  }

  return (
    <>
      <Button variant="filled" onClick={open}>
        New token
      </Button>
      <Modal
        opened={isOpen}
        onClose={onClose}
        title={made ? `The token ${made.name}` : 'New token'}
        closeOnClickOutside={!made}
        closeOnEscape={!made}
        withCloseButton={!made}
        size="lg"
      >
        {made ? (
          <NewSecret made={made} url={url} onClose={onClose} />
        ) : (
          <TokenForm groups={groups} made={onMade} />
        )}
      </Modal>
    </>
  )
}
