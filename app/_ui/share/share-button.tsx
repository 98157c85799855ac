'use client'

import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IfMay } from '#app/_ui/may.tsx'
import type { RangeKey } from '#app/_ui/range/range.ts'
import { ShareDialog } from '#app/_ui/share/share-dialog.tsx'
import type { Panel } from '#lib/charts/panel.ts'

interface Props {
  panel: Panel
  /** what it is called where it is shared, until somebody calls it otherwise */
  name: string
  /** the time that it shows at first, up to now */
  range?: RangeKey | undefined
}

/** Shares a chart with whoever is given its address; for those who may. */
export function ShareButton({ panel, name, range }: Props) {
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <IfMay right="charts:share">
      <Button onClick={open}>Share</Button>
      {isOpen && <ShareDialog panel={panel} name={name} range={range} onClose={close} />}
    </IfMay>
  )
}
