'use client'

import { useEffectEvent, useMemo, useState } from 'react'
import css from '#app/_ui/chart/chart.module.css'
import { Legend } from '#app/_ui/chart/legend.tsx'
import { chartData, chartOptions, type Drawing, type Line } from '#app/_ui/chart/options.ts'
import type { Mark, States } from '#app/_ui/chart/states.ts'
import { useUplot } from '#app/_ui/chart/use-uplot.ts'
import type { Band, Series } from '#lib/monitors/series/points.ts'

interface Props {
  series: Series
  unit?: string
  bands?: Band[]
  marks?: Mark[]
  height?: number
  /** a part was dragged over */
  onZoom?: (from: number, to: number) => void
}

const none: never[] = []

/** Values over time. With a `value`, what was recorded beside it is at first hidden and has the right axis. */
export function Chart({
  series,
  unit = '',
  bands = none,
  marks = none,
  height = 240,
  onZoom,
}: Props) {
  const [toggled, setToggled] = useState<readonly string[]>([])
  const [hovered, setHovered] = useState<number | null>(null)

  const lines = linesOf(series, toggled)
  const drawing = useEffectEvent((): Drawing => ({ ...series, lines }))
  const states = useEffectEvent((): States => ({ bands, marks }))
  const zoomed = useEffectEvent((from: number, to: number) => onZoom?.(from, to))
  // biome-ignore lint/correctness/useExhaustiveDependencies: draws again whatever of it changed
  const data = useMemo(() => chartData({ ...series, lines }), [series, bands, marks])
  const host = useUplot({
    ...{ height, data },
    shape: [unit, ...lines.map(({ column, shown }) => [column.name, shown, !!column.range])].join(),
    options: place =>
      chartOptions({
        ...{ ...place, unit },
        drawing: () => drawing(),
        states: () => states(),
        hovered: setHovered,
        zoomed: (from, to) => zoomed(from, to),
      }),
  })

  const toggle = (name: string) =>
    setToggled(names =>
      names.includes(name) ? names.filter(other => other !== name) : [...names, name],
    )
  const isEmpty = series.columns.every(column => column.values.every(value => value === null))

  return (
    <figure className={css.chart} aria-label={describe(series, unit)}>
      <div ref={host} className={css.plot} style={{ height }} />
      {isEmpty && (
        <p className={css.empty} style={{ height }}>
          No numbers in this time
        </p>
      )}
      <Legend {...{ series, lines, unit, hovered, toggle }} zoomable={onZoom !== undefined} />
    </figure>
  )
}

function linesOf({ columns }: Series, toggled: readonly string[]): Line[] {
  const hasValue = columns[0]?.name === 'value'
  return columns.map((column, i) => {
    const isBeside = hasValue && i > 0
    return {
      column,
      scale: isBeside ? 'other' : 'y',
      shown: isBeside === toggled.includes(column.name),
    }
  })
}

/** The chart in words. */
function describe({ columns }: Series, unit: string): string {
  const values = columns[0]?.values.filter(value => value !== null) ?? []
  if (values.length === 0) return 'Chart without numbers'
  const least = values.reduce((a, b) => Math.min(a, b))
  const greatest = values.reduce((a, b) => Math.max(a, b))
  return `Chart of ${columns[0]?.name}: ${values.length} points between ${least} and ${greatest} ${unit}`
}
