'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { StackChart } from '#app/_ui/chart/stack-chart.tsx'
import type { Stack } from '#app/_ui/chart/stacking.ts'
import { withQuery } from '#app/_ui/query.ts'

/** Zooming goes to the address of that time, a click on a signature to its page. */
export function ErrorsChart({ stack, legend }: { stack: Stack; legend?: boolean }) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const zoom = (from: number, to: number) =>
    startTransition(() =>
      router.push(
        withQuery(path, query, {
          ...{ range: undefined, slice: undefined, page: undefined },
          ...{ from: `${from}`, to: `${to}` },
        }),
        { scroll: false },
      ),
    )
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
