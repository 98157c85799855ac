'use client'

import { PanelBody, type PanelBodyProps } from '#app/_ui/panel-body/panel-body.tsx'
import { useZoom } from '#app/_ui/range/use-zoom.ts'

/** What is dragged over is zoomed to. */
export function Figure(props: Omit<PanelBodyProps, 'onZoom'>) {
  return <PanelBody {...props} onZoom={useZoom()} />
}
