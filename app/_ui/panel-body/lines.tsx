'use client'

import type { PanelBodyProps } from '#app/_ui/panel-body/panel-body.tsx'
import { LEGEND_PX, Plot } from '#app/_ui/plot/plot.tsx'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'

interface Props extends Pick<PanelBodyProps, 'height' | 'onZoom'> {
  panel: PanelOf<'metrics'>
  drawn: DrawnLines
}

/** Metrics over time; one line alone needs no legend below a title. */
export function LinesBody({ panel, drawn, height, onZoom }: Props) {
  const hasLegend = drawn.lines.length > 1 || panel.title === ''
  return (
    <Plot
      drawn={drawn}
      style={panel.style}
      interpolation={panel.interpolation}
      unit={panel.unit}
      height={hasLegend ? height - LEGEND_PX : height}
      legend={hasLegend}
      onZoom={onZoom}
    />
  )
}
