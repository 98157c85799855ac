'use client'

import { useRouter } from 'next/navigation'
import { StackChart } from '#app/_ui/chart/stack-chart.tsx'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { useZoom } from '#app/_ui/range/use-zoom.ts'

/** Dragging goes to the address of that time, a click on a value to its events. */
export function EventsChart({ stack, height }: { stack: Stack; height: number }) {
  const router = useRouter()
  const zoom = useZoom({ cursor: undefined })
  return (
    <StackChart
      stack={stack}
      label="Events"
      height={height}
      onOpen={({ href }) => href && router.push(href, { scroll: false })}
      onZoom={zoom}
    />
  )
}
