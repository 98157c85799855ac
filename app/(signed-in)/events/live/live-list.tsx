import { useMediaQuery } from '@mantine/hooks'
import type { RefObject } from 'react'
import { useZone } from '#app/_ui/time-context.tsx'
import css from '#app/(signed-in)/events/live/live.module.css'
import { LiveRow } from '#app/(signed-in)/events/live/live-row.tsx'
import type { Row } from '#app/(signed-in)/events/live/rows.ts'
import { useWindow } from '#app/(signed-in)/explore/_tree/use-window.ts'

/** As in the styles: one line, on a phone two. */
const ROW_PX = 28
const PHONE_ROW_PX = 52

interface Props {
  rows: readonly Row[]
  mark: string
  severalProjects: boolean
  scroller: RefObject<HTMLDivElement | null>
}

/** The rows that can be seen, of as many as there are. */
export function LiveList({ rows, mark, severalProjects, scroller }: Props) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  const rowPx = isPhone ? PHONE_ROW_PX : ROW_PX
  const zone = useZone()
  const { first, end } = useWindow(scroller, rowPx, rows.length)

  return (
    <div className={css.rows} style={{ height: rows.length * rowPx }}>
      <div style={{ transform: `translateY(${first * rowPx}px)` }}>
        {rows.slice(first, end).map(row => (
          <LiveRow key={row.key} {...{ row, mark, zone, severalProjects }} />
        ))}
      </div>
    </div>
  )
}
