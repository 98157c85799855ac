'use client'

import { useRouter } from 'next/navigation'
import { StackChart } from '#app/_ui/chart/stack-chart.tsx'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { useZoom } from '#app/_ui/range/use-zoom.ts'

/** Zooming goes to the address of that time, a click on a signature to its page. */
export function ErrorsChart({ stack, legend }: { stack: Stack; legend?: boolean }) {
  const router = useRouter()
  const zoom = useZoom({ slice: undefined })
  return (
    <StackChart
      stack={stack}
      label="Errors"
      legend={legend}
      onOpen={({ href }) => href && router.push(href)}
      onZoom={zoom}
    />
  )
}
