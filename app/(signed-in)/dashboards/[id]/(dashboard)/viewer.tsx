'use client'

import { PanelMenu } from '#app/_ui/panel-menu/panel-menu.tsx'
import type { Range } from '#app/_ui/range/range.ts'
import { useZoom } from '#app/_ui/range/use-zoom.ts'
import { Board } from '#app/(signed-in)/dashboards/_board/board.tsx'
import type { Early } from '#app/(signed-in)/dashboards/_board/early.ts'
import { useTime } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

interface Props {
  panels: PlacedPanel[]
  range: Range
  early: Early
  refreshMs: number | null
}

/** The panels over the chosen time; zooming into one zooms into all. */
export function Viewer({ panels, range, early, refreshMs }: Props) {
  const time = useTime(range, refreshMs)
  const zoom = useZoom()
  return (
    <Board
      panels={panels}
      time={time}
      early={early}
      onZoom={zoom}
      actionsOf={({ panel }) => <PanelMenu panel={panel} range={range} />}
    />
  )
}
