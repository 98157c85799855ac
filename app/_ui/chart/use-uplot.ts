'use client'

import 'uplot/dist/uPlot.min.css'
import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useEffectEvent, useRef } from 'react'
import uPlot from 'uplot'
import { colorReader } from '#app/_ui/chart/colors.ts'
import { useZone } from '#app/_ui/time-context.tsx'

export interface Place {
  zone: string
  width: number
  height: number
  color: (property: string) => string
}

interface Props {
  height: number
  /** what needs a new drawing instead of new data */
  shape: string
  /** a new one is drawn */
  data: uPlot.AlignedData
  options: (place: Place) => uPlot.Options
}

/** Draws into the element with the ref that it gives, as wide as that is, in the colours and the zone of the page. */
export function useUplot({
  height,
  shape,
  data,
  options,
}: Props): RefObject<HTMLDivElement | null> {
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const zone = useZone()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: true })
  const make = useEffectEvent(
    (element: HTMLDivElement) =>
      new uPlot(
        options({ zone, height, width: element.clientWidth, color: colorReader(element) }),
        data,
        element,
      ),
  )

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours follow the scheme, the lines the shape
  useEffect(() => {
    const element = host.current
    if (!element) return
    const made = make(element)
    plot.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = undefined
    }
  }, [zone, height, scheme, shape])

  useEffect(() => {
    plot.current?.setData(data)
  }, [data])

  return host
}
