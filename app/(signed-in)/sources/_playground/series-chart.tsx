'use client'
import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { shortNumber } from '#app/_ui/number.ts'
import css from '#app/(signed-in)/sources/_playground/playground.module.css'
import type { Line } from '#app/(signed-in)/sources/_playground/shape.ts'

const HEIGHT_PX = 240
/** More lines than this nobody can tell apart; the table has them all. */
const LINES_SHOWN = 12

/** Series over time. */
export function SeriesChart({ lines }: { lines: Line[] }) {
  const host = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const shown = lines.slice(0, LINES_SHOWN)

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read anew when the scheme changes
  useEffect(() => {
    const element = host.current
    if (!element) return
    const chart = new uPlot(optionsFor(element, shown), dataOf(shown), element)
    const resizing = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT_PX }),
    )
    resizing.observe(element)
    return () => {
      resizing.disconnect()
      chart.destroy()
    }
  }, [lines, scheme])

  return (
    <div>
      <div ref={host} className={css.chart} data-testid="chart" />
      {lines.length > shown.length && (
        <p className="dim">
          The first {shown.length} of {lines.length} series.
        </p>
      )}
    </div>
  )
}

function optionsFor(element: HTMLElement, lines: Line[]): uPlot.Options {
  const color = (name: string) => resolvedColor(element, `var(${name})`)
  const axis = {
    stroke: color('--dim'),
    grid: { stroke: color('--line-soft'), width: 1 },
    ticks: { show: false },
  }
  return {
    width: element.clientWidth,
    height: HEIGHT_PX,
    series: [
      {},
      ...lines.map(({ label }, index) => ({
        label,
        width: 1.5,
        stroke:
          lines.length === 1 ? color('--accent') : `hsl(${(225 + index * 137.5) % 360} 60% 55%)`,
        points: { show: false },
      })),
    ],
    axes: [axis, { ...axis, size: 64, values: (_, ticks) => ticks.map(shortNumber) }],
    legend: { show: true },
  }
}

/** All lines over the times of all of them; a time that a line does not have is left to connect. */
function dataOf(lines: Line[]): uPlot.AlignedData {
  const aligned = lines.map(
    ({ points }): uPlot.AlignedData => [points.map(([at]) => at), points.map(([, value]) => value)],
  )
  return uPlot.join(aligned)
}

/** A custom property may hold `light-dark()`; only a real property's computed value is one colour. */
function resolvedColor(element: HTMLElement, value: string): string {
  const before = element.style.color
  element.style.color = value
  const resolved = getComputedStyle(element).color
  element.style.color = before
  return resolved
}
