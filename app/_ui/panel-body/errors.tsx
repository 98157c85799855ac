'use client'

import { useRouter } from 'next/navigation'
import { seriesColor } from '#app/_ui/chart/colors.ts'
import { StackChart } from '#app/_ui/chart/stack-chart.tsx'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { LEGEND_PX } from '#app/_ui/panel-body/monitor.tsx'
import css from '#app/_ui/panel-body/panel-body.module.css'
import type { DrawnLines } from '#lib/charts/drawn.ts'

interface Props {
  drawn: DrawnLines
  height: number
  onZoom?: ((from: number, to: number) => void) | undefined
}

/** Errors over time, one signature upon the other; a click on one leads to it. */
export function ErrorsBody({ drawn, height, onZoom }: Props) {
  const router = useRouter()
  return (
    <div className={css.chart} style={{ height }}>
      <StackChart
        stack={stackOf(drawn)}
        label="Errors"
        height={height - LEGEND_PX}
        onOpen={({ href }) => href && router.push(href)}
        onZoom={onZoom}
      />
    </div>
  )
}

function stackOf({ from, to, times, lines }: DrawnLines): Stack {
  const [first = from, second = to] = times
  const sliceMs = second - first
  return {
    from,
    to: Math.max(to, (times.at(-1) ?? to) + sliceMs),
    sliceMs,
    times,
    layers: lines.map(({ name, values, href }, i) => ({
      key: href ?? name,
      name,
      color: seriesColor(i),
      counts: values.map(count => count ?? 0),
      ...(href && { href }),
    })),
  }
}
