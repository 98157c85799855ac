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

/** Draws what a panel shows, of whatever kind. */
export function PanelBody({ panel, height }: PanelBodyProps) {
  return <div style={{ height }}>{panel.title}</div>
}
