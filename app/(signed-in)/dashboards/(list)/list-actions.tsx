'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '#app/_ui/may.tsx'
import { NewLink } from '#app/_ui/new-link.tsx'
import { ImportDialog } from '#app/(signed-in)/dashboards/(list)/import-dialog.tsx'

/** A new dashboard, also by the key N, or one from a file. */
export function ListActions() {
  const [isImporting, { open, close }] = useDisclosure()
  const isOffered = useMay()('dashboards:write')
  if (!isOffered) return null
  return (
    <>
      <Button onClick={open}>Import</Button>
      <NewLink href="/dashboards/new" right="dashboards:write">
        New dashboard
      </NewLink>
      {isImporting && <ImportDialog onClose={close} />}
    </>
  )
}
