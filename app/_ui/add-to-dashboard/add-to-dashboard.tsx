'use client'

import { Button } from '@mantine/core'
import { IconLayoutDashboard } from '@tabler/icons-react'
import { useMay } from '#app/_ui/may.tsx'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  panel: Panel
}

/** Puts what is looked at on a dashboard; nothing for those who may not change one. */
export function AddToDashboard({ panel }: Props) {
  const isOffered = useMay()('dashboards:write')
  if (!isOffered) return null
  return (
    <Button leftSection={<IconLayoutDashboard size={16} stroke={1.8} />} title={panel.title}>
      Add to dashboard
    </Button>
  )
}
