'use client'

import { Modal } from '@mantine/core'
import { useState } from 'react'
import type { RangeKey } from '#app/_ui/range/range.ts'
import { ShareForm } from '#app/_ui/share/share-form.tsx'
import { SharedAddresses } from '#app/_ui/share/shared-addresses.tsx'
import type { Panel } from '#lib/charts/panel.ts'
import type { SharedView } from '#lib/charts/shared/schema.ts'

interface Props {
  panel: Panel
  name: string
  /** the time that it shows at first, up to now */
  range: RangeKey | undefined
  onClose: () => void
}

/** Asks how a chart is to be shared, then shows the addresses it is shared by. */
export function ShareDialog({ panel, name, range, onClose }: Props) {
  const [shared, setShared] = useState<SharedView | null>(null)
  return (
    <Modal opened onClose={onClose} title={shared ? 'It is shared' : 'Share this chart'} size="lg">
      {shared ? (
        <SharedAddresses chart={shared} onClose={onClose} />
      ) : (
        <ShareForm panel={panel} name={name} range={range} shared={setShared} />
      )}
    </Modal>
  )
}
