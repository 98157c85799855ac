'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { AddDialog } from '#app/_ui/add-to-dashboard/add-dialog.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  panel: Panel
}

/** Puts what is looked at on a dashboard; for those who may change one. */
export function AddToDashboard({ panel }: Props) {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <IfMay right="dashboards:write">
      <Button onClick={open}>Add to dashboard</Button>
      {isOpen && <AddDialog panel={panel} onClose={close} />}
    </IfMay>
  )
}
