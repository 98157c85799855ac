'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { ImportDialog } from '#app/(signed-in)/dashboards/(list)/import-dialog.tsx'

/** A new dashboard, also by the key N, or one from a file. */
export function ListActions() {
  const router = useRouter()
  const [isImporting, { open, close }] = useDisclosure()
  const isOffered = useMay()('dashboards:write')
  usePageKeys(isOffered ? [['n', () => router.push('/dashboards/new')]] : [])
  if (!isOffered) return null
  return (
    <>
      <Button onClick={open}>Import</Button>
      <ButtonLink href="/dashboards/new" variant="filled" rightSection={<KeyHint>N</KeyHint>}>
        New dashboard
      </ButtonLink>
      {isImporting && <ImportDialog onClose={close} />}
    </>
  )
}
