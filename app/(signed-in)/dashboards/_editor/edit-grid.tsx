'use client'

import 'react-grid-layout/css/styles.css'
import { useMediaQuery } from '@mantine/hooks'
import { type ReactNode, useMemo, useState } from 'react'
import { GridLayout, type Layout, type LayoutItem, useContainerWidth } from 'react-grid-layout'
import { Board } from '#app/(signed-in)/dashboards/_board/board.tsx'
import { GAP_PX } from '#app/(signed-in)/dashboards/_board/geometry.ts'
import { layoutOf, placed, settled } from '#app/(signed-in)/dashboards/_board/layout.ts'
import { PanelFrame } from '#app/(signed-in)/dashboards/_board/panel-frame.tsx'
import type { Time } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import css from '#app/(signed-in)/dashboards/_editor/edit-grid.module.css'
import { COLUMNS, ROW_PX } from '#lib/dashboards/grid.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

const GRID = {
  cols: COLUMNS,
  rowHeight: ROW_PX - GAP_PX,
  margin: [GAP_PX, GAP_PX],
  containerPadding: [0, 0],
} as const
const DRAG = { handle: 'header', cancel: 'button:not([data-grip])' }
const RESIZE = { handles: ['se', 'sw', 'e', 's', 'w'] } as const

interface Props {
  panels: PlacedPanel[]
  time: Time
  /** at the right of a panel's title */
  toolsOf: (panel: PlacedPanel) => ReactNode
  onArrange: (panels: PlacedPanel[]) => void
}

/**
 * Panels that are dragged by their heads and resized by their edges. On a phone they stand one below the other and
 * there is nothing to drag.
 */
export function EditGrid({ panels, time, toolsOf, onArrange }: Props) {
  const { width, containerRef, mounted } = useContainerWidth({ measureBeforeMount: true })
  const isPhone = useMediaQuery('(max-width: 48em)')
  const shown = useMemo(() => settled(panels), [panels])
  // What is drawn in it follows while a panel is resized.
  const [resized, setResized] = useState<LayoutItem | null>(null)
  const arrange = (layout: Layout) => {
    setResized(null)
    onArrange(placed(panels, layout))
  }

  if (isPhone) return <Board panels={panels} time={time} actionsOf={toolsOf} hasHeads />
  return (
    <div ref={containerRef} className={css.host}>
      <KeepsNoSheet />
      {mounted && (
        <GridLayout
          className={css.grid}
          width={width}
          layout={layoutOf(shown)}
          gridConfig={GRID}
          dragConfig={DRAG}
          resizeConfig={RESIZE}
          onDragStop={arrange}
          onResize={(_, __, item) => setResized(item)}
          onResizeStop={arrange}
        >
          {shown.map(one => (
            <div key={one.id}>
              <PanelFrame
                panel={one.panel}
                rows={resized?.i === one.id ? resized.h : one.h}
                time={time}
                actions={toolsOf(one)}
                hasHead
              />
            </div>
          ))}
        </GridLayout>
      )}
    </div>
  )
}

/**
 * react-draggable makes a style sheet of its own unless there is an element of this id; the page's policy would refuse
 * it (lib/access/content-policy.ts). What it says stands in edit-grid.module.css.
 */
const KeepsNoSheet = () => <span id="react-draggable-style-el" hidden />
