'use client'

import { useEffectEvent, useMemo, useState } from 'react'
import chart from '#app/_ui/chart/chart.module.css'
import css from '#app/_ui/chart/stack.module.css'
import { StackLegend } from '#app/_ui/chart/stack-legend.tsx'
import { type Spot, stackData, stackOptions } from '#app/_ui/chart/stack-options.ts'
import { StackTip } from '#app/_ui/chart/stack-tip.tsx'
import { heights, type Layer, type Stack, sumOf } from '#app/_ui/chart/stacking.ts'
import { useUplot } from '#app/_ui/chart/use-uplot.ts'

interface Props {
  stack: Stack
  /** what the whole is called: `Errors` */
  label: string
  height?: number
  legend?: boolean
  onOpen?: (layer: Layer) => void
  /** a part was dragged over */
  onZoom?: (from: number, to: number) => void
}

/** Counts over time as bars, layer upon layer; the whole height is the total. */
export function StackChart({ stack, label, height = 208, legend = true, onOpen, onZoom }: Props) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [spot, setSpot] = useState<Spot | null>(null)
  const drawn = useMemo(
    () => ({ ...stack, reached: heights(stack.layers, hidden) }),
    [stack, hidden],
  )
  const data = useMemo(() => stackData(drawn), [drawn])

  const drawing = useEffectEvent(() => drawn)
  const zoomed = useEffectEvent((from: number, to: number) => onZoom?.(from, to))
  const clicked = useEffectEvent((index: number) => {
    const layer = stack.layers[index]
    if (layer?.href) onOpen?.(layer)
  })
  const host = useUplot({
    ...{ height, data },
    shape: stack.layers.map(({ color }) => color).join(),
    options: place =>
      stackOptions({
        ...place,
        drawing: () => drawing(),
        pointed: setSpot,
        clicked: index => clicked(index),
        zoomed: (from, to) => zoomed(from, to),
      }),
  })

  const toggle = (key: string) =>
    setHidden(keys => {
      const next = new Set(keys)
      if (!next.delete(key)) next.add(key)
      return next
    })
  const total = stack.layers.reduce((sum, layer) => sum + sumOf(layer.counts), 0)

  return (
    <figure className={chart.chart} aria-label={describe(label, stack, total)}>
      <div
        ref={host}
        className={`${chart.plot} ${css.plot}`}
        style={{ height }}
        data-points-at={spot !== null && spot.layer >= 0 ? '' : undefined}
      />
      {total === 0 && (
        <p className={chart.empty} style={{ height }}>
          No {label.toLowerCase()} in this time
        </p>
      )}
      {spot && <StackTip stack={stack} spot={spot} hidden={hidden} height={height} />}
      {legend && <StackLegend layers={stack.layers} hidden={hidden} toggle={toggle} />}
    </figure>
  )
}

/** The chart in words. */
function describe(label: string, { times, layers }: Stack, total: number): string {
  const names = layers.map(({ name, counts }) => `${name} ${sumOf(counts)}`)
  return `${label}: ${total} in ${times.length} buckets; ${names.join(', ')}`
}
