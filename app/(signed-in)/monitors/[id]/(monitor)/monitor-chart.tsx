'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { type ComponentProps, startTransition } from 'react'
import { Chart } from '#app/_ui/chart/chart.tsx'
import { withQuery } from '#app/_ui/query.ts'

/** Zooming goes to the address of that time, where the server has its finer values. */
export function MonitorChart(props: ComponentProps<typeof Chart>) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const zoom = (from: number, to: number) =>
    startTransition(() =>
      router.push(withQuery(path, query, { range: undefined, from: `${from}`, to: `${to}` }), {
        scroll: false,
      }),
    )
  return <Chart {...props} onZoom={zoom} />
}
