'use client'

import type { CSSProperties, ReactNode } from 'react'
import css from '#app/(signed-in)/dashboards/_board/board.module.css'
import type { Early } from '#app/(signed-in)/dashboards/_board/early.ts'
import { settled } from '#app/(signed-in)/dashboards/_board/layout.ts'
import { PanelFrame } from '#app/(signed-in)/dashboards/_board/panel-frame.tsx'
import type { Time } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import { ROW_PX } from '#lib/dashboards/grid.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

interface Props {
  panels: readonly PlacedPanel[]
  time: Time
  early?: Early | undefined
  /** how high a row is */
  rowPx?: number | undefined
  onZoom?: ((from: number, to: number) => void) | undefined
  /** at the right of a panel's title */
  actionsOf?: (panel: PlacedPanel) => ReactNode
  /** also for panels without a title */
  hasHeads?: boolean
}

/** Panels in their places; on a phone one below the other. */
export function Board({ panels, time, early, rowPx = ROW_PX, ...rest }: Props) {
  const { onZoom, actionsOf, hasHeads } = rest
  return (
    <div className={css.board} style={{ '--row-px': `${rowPx}px` } as CSSProperties}>
      {settled(panels).map(placed => (
        <div key={placed.id} className={css.item} style={placeOf(placed)}>
          <PanelFrame
            panel={placed.panel}
            rows={placed.h}
            rowPx={rowPx}
            time={time}
            early={early?.[placed.id]}
            onZoom={onZoom}
            actions={actionsOf?.(placed)}
            hasHead={hasHeads}
          />
        </div>
      ))}
    </div>
  )
}

const placeOf = ({ x, y, w, h }: PlacedPanel) =>
  ({ '--x': x + 1, '--y': y + 1, '--w': w, '--h': h }) as CSSProperties
