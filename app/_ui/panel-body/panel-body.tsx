'use client'

import { memo } from 'react'
import { ErrorsBody } from '#app/_ui/panel-body/errors.tsx'
import { LinesBody } from '#app/_ui/panel-body/lines.tsx'
import { MonitorBody } from '#app/_ui/panel-body/monitor.tsx'
import { MonitorsBody } from '#app/_ui/panel-body/monitors.tsx'
import { NumberBody } from '#app/_ui/panel-body/number.tsx'
import { TableBody } from '#app/_ui/panel-body/table.tsx'
import { TextBody } from '#app/_ui/panel-body/text.tsx'
import type { Drawn } from '#lib/charts/drawn.ts'
import type { Panel } from '#lib/charts/panel.ts'

export interface PanelBodyProps {
  panel: Panel
  drawn: Drawn
  /** in pixels; all of it is used, none more */
  height: number
  /** a part was dragged over; unix milliseconds */
  onZoom?: ((from: number, to: number) => void) | undefined
}

/** Draws what a panel shows, of whatever kind. Where many stand, one that changes leaves the others as they are. */
export const PanelBody = memo(Body)

function Body({ panel, drawn, ...rest }: PanelBodyProps) {
  if (panel.kind === 'text') return <TextBody text={panel.text} {...rest} />
  if (panel.kind === 'monitor' && drawn.kind === 'monitor')
    return <MonitorBody panel={panel} drawn={drawn} {...rest} />
  if (drawn.kind === 'errors') return <ErrorsBody drawn={drawn} {...rest} />
  if (drawn.kind === 'monitors') return <MonitorsBody drawn={drawn} {...rest} />
  if (panel.kind === 'metrics' && drawn.kind === 'metrics')
    return <LinesBody panel={panel} drawn={drawn} {...rest} />
  if (panel.kind === 'table' && drawn.kind === 'table')
    return <TableBody panel={panel} drawn={drawn} {...rest} />
  if (panel.kind === 'number' && drawn.kind === 'number')
    return <NumberBody panel={panel} drawn={drawn} {...rest} />
  return null
}
