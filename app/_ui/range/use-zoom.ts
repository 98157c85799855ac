'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { zoomTo } from '#app/_ui/range/range.ts'

/** Zooming goes to the address of that time, with these further changes. */
export function useZoom(also: Query = {}): (from: number, to: number) => void {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  return (from, to) =>
    startTransition(() =>
      router.push(withQuery(path, query, { ...zoomTo(from, to), ...also }), { scroll: false }),
    )
}
