'use client'

import { ActionIcon } from '@mantine/core'
import { useHotkeys, useViewportSize } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { withQuery } from '#app/_ui/query.ts'
import { type Range, rangeInWords } from '#app/_ui/range/range.ts'
import { useZoom } from '#app/_ui/range/use-zoom.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { Board } from '#app/(signed-in)/dashboards/_board/board.tsx'
import type { Early } from '#app/(signed-in)/dashboards/_board/early.ts'
import { settled } from '#app/(signed-in)/dashboards/_board/layout.ts'
import { useTime } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import css from '#app/(signed-in)/dashboards/[id]/(dashboard)/wall.module.css'
import { ROW_PX } from '#lib/dashboards/grid.ts'
import type { PlacedPanel } from '#lib/dashboards/schema.ts'

/** The line above the panels and the edges around them. */
const EDGES_PX = 56
/** Lower rows could not be read; what does not fit is scrolled to. */
const LEAST_ROW_PX = 28

interface Props {
  name: string
  panels: PlacedPanel[]
  range: Range
  early: Early
  refreshMs: number | null
  children: ReactNode
}

/** A dashboard for a screen on a wall: the panels alone, as high as the screen, kept up to date. */
export function Wall({ name, panels, range, early, refreshMs, children }: Props) {
  const time = useTime(range, refreshMs)
  const zoom = useZoom()
  const leave = useLeave()
  const { height } = useViewportSize()
  const rows = Math.max(1, ...settled(panels).map(({ y, h }) => y + h))
  const rowPx = height === 0 ? ROW_PX : Math.max(LEAST_ROW_PX, (height - EDGES_PX) / rows)

  return (
    <div className={css.wall}>
      {children}
      <header className={css.head}>
        <h1 className={css.title}>{name}</h1>
        <span className="dim">
          {rangeInWords(range)} · <ClockTime at={time.to} />
        </span>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label="Leave" onClick={leave}>
          <IconX size={16} stroke={1.8} />
        </ActionIcon>
      </header>
      <Board panels={panels} time={time} early={early} rowPx={rowPx} onZoom={zoom} />
    </div>
  )
}

/** Goes back to the page with its frame: by a button, by Escape, or by leaving the full screen. */
function useLeave(): () => void {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  // Once the screen is left, the event of it leads back.
  const leave = () =>
    document.fullscreenElement
      ? void document.exitFullscreen()
      : router.push(withQuery(path, query, { wall: undefined }))
  useHotkeys([['Escape', leave]])

  const changed = useEffectEvent(() => {
    if (!document.fullscreenElement) leave()
  })
  useEffect(() => {
    const heard = () => changed()
    document.addEventListener('fullscreenchange', heard)
    return () => document.removeEventListener('fullscreenchange', heard)
  }, [])
  return leave
}
