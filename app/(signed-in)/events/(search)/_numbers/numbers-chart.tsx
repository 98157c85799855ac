'use client'

import { Plot } from '#app/_ui/plot/plot.tsx'
import { useZoom } from '#app/_ui/range/use-zoom.ts'

interface Props {
  from: number
  to: number
  /** unix milliseconds */
  times: number[]
  lines: { name: string; values: (number | null)[] }[]
  /** where nothing came there are none of them */
  isCounted: boolean
  height: number
}

/** One line for each value; dragging over a part goes there. */
export function NumbersChart({ lines, isCounted, times, from, to, height }: Props) {
  const zoom = useZoom({ cursor: undefined })
  const drawn = lines.map(({ name, values }) => ({
    name,
    values: isCounted ? values.map(value => value ?? 0) : values,
    isBefore: false,
  }))
  return (
    <Plot
      drawn={{
        kind: 'metrics',
        period: null,
        leftOut: 0,
        bands: [],
        from,
        to,
        times,
        lines: drawn,
      }}
      height={height}
      legend={lines.length > 1}
      onZoom={zoom}
    />
  )
}
