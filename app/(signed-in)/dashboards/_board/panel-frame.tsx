'use client'

import { useIntersection } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { PanelBody } from '#app/_ui/panel-body/panel-body.tsx'
import { titleOf } from '#app/_ui/panel-body/title.ts'
import type { Early } from '#app/(signed-in)/dashboards/_board/early.ts'
import css from '#app/(signed-in)/dashboards/_board/frame.module.css'
import { bodyHeight } from '#app/(signed-in)/dashboards/_board/geometry.ts'
import { NoBody } from '#app/(signed-in)/dashboards/_board/no-body.tsx'
import { useDrawn } from '#app/(signed-in)/dashboards/_board/use-drawn.ts'
import type { Time } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import type { Panel } from '#lib/charts/panel.ts'

/** So far outside of what is to be seen panels are read already. */
const AHEAD = '240px'

interface Props {
  panel: Panel
  /** in rows */
  rows: number
  rowPx?: number | undefined
  time: Time
  early?: Early[string]
  onZoom?: ((from: number, to: number) => void) | undefined
  /** at the right of the title */
  actions?: ReactNode
  /** also without a title: there is something to take hold of */
  hasHead?: boolean
}

/** A panel with its title and what it shows. It is read when it comes near to what is to be seen. */
export function PanelFrame({ panel, rows, rowPx, time, early, onZoom, actions, hasHead }: Props) {
  const { ref, entry } = useIntersection({ rootMargin: AHEAD })
  const isSeen = entry?.isIntersecting ?? false
  const { drawn, problem, isReading, again } = useDrawn(panel, time, isSeen, early)
  const title = titleOf(panel)
  const withHead = hasHead || title !== ''
  const height = bodyHeight(rows, withHead, rowPx)

  return (
    <section ref={ref} className={css.frame} aria-label={title || 'Text'} aria-busy={isReading}>
      {withHead && (
        <header className={css.head}>
          <h2 className={css.title} title={title}>
            {title}
          </h2>
          {drawn && problem && (
            <span className={css.stale} title={`${problem.message} What is shown is older.`}>
              <IconAlertTriangle size={14} stroke={1.8} aria-label="Not up to date" />
            </span>
          )}
          {actions}
        </header>
      )}
      <div className={css.body} data-bare={withHead ? undefined : ''}>
        {drawn ? (
          <PanelBody panel={panel} drawn={drawn} height={height} onZoom={onZoom} />
        ) : (
          <NoBody problem={problem} height={height} again={again} />
        )}
      </div>
    </section>
  )
}
