'use client'

import { useEffectEvent, useMemo, useState } from 'react'
import chart from '#app/_ui/chart/chart.module.css'
import { useUplot } from '#app/_ui/chart/use-uplot.ts'
import { withUnit } from '#app/_ui/number.ts'
import { Legend } from '#app/_ui/plot/legend.tsx'
import { plotData, plotOptions, type Spot } from '#app/_ui/plot/options.ts'
import { Tip } from '#app/_ui/plot/tip.tsx'
import { type Trace, tracesOf } from '#app/_ui/plot/traces.ts'
import type { DrawnLines } from '#lib/charts/drawn.ts'
import type { Interpolation, Style } from '#lib/charts/panel.ts'

/** Of the legend, which is below the figure. */
export const LEGEND_PX = 24

/** Lines that are told of to those who cannot see them. */
const DESCRIBED = 5

interface Props {
  drawn: DrawnLines
  style?: Style
  interpolation?: Interpolation
  unit?: string
  /** of the figure without its legend */
  height?: number
  legend?: boolean
  /** a part was dragged over; unix milliseconds */
  onZoom?: ((from: number, to: number) => void) | undefined
}

/** Lines over time: as lines, areas, points, or upon each other. */
export function Plot({
  drawn,
  style = 'line',
  interpolation = 'linear',
  unit = '',
  height = 240,
  legend = true,
  onZoom,
}: Props) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [spot, setSpot] = useState<Spot | null>(null)
  const drawing = useMemo(
    () => ({ ...drawn, traces: tracesOf(drawn, { style, interpolation, hidden }) }),
    [drawn, style, interpolation, hidden],
  )
  const data = useMemo(() => plotData(drawing), [drawing])
  const latest = useEffectEvent(() => drawing)
  const zoomed = useEffectEvent((from: number, to: number) => onZoom?.(from, to))
  const { traces } = drawing
  const host = useUplot({
    ...{ height, data },
    shape: JSON.stringify([style, interpolation, unit, onZoom !== undefined, shapeOf(traces)]),
    options: place =>
      plotOptions({
        ...{ ...place, style, interpolation, unit },
        drawing: () => latest(),
        pointed: setSpot,
        zoomed: onZoom ? (from, to) => zoomed(from, to) : null,
      }),
  })

  const toggle = (name: string) =>
    setHidden(names => {
      const next = new Set(names)
      if (!next.delete(name)) next.add(name)
      return next
    })
  const isEmpty = drawn.lines.every(({ values }) => values.every(value => value === null))

  return (
    <figure className={chart.chart} aria-label={describe(drawn, unit)}>
      <div ref={host} className={chart.plot} style={{ height }} />
      {isEmpty && (
        <p className={chart.empty} style={{ height }}>
          No numbers in this time
        </p>
      )}
      {spot && <Tip {...{ spot, drawing, unit, height }} />}
      {legend && <Legend {...{ traces, toggle }} leftOut={drawn.leftOut} />}
    </figure>
  )
}

/** What needs a new drawing instead of new data. */
const shapeOf = (traces: readonly Trace[]) =>
  traces.map(({ place, isShown, line }) => [place, isShown, line.isBefore])

/** The chart in words. */
function describe({ lines, times }: DrawnLines, unit: string): string {
  const ofOne = lines.slice(0, DESCRIBED).map(({ name, isBefore, values }) => {
    const numbers = values.filter(value => value !== null)
    if (numbers.length === 0) return `${name}: nothing`
    const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)]
    return `${name}${isBefore ? ' before' : ''}: ${withUnit(least, unit)} to ${withUnit(greatest, unit)}`
  })
  return `Chart of ${times.length} points; ${ofOne.join(', ')}`
}
