'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useEffectEvent } from 'react'
import { useLive } from '#app/_ui/use-live.tsx'

const LEAST_MS = 5_000
const MOST_MS = 60_000
/** A chart has so many points at most; looking for a new one more often shows nothing. */
const POINTS = 1_500

/** Keeps the page current while somebody looks at it. */
export function Follow({ rangeMs }: { rangeMs: number }) {
  const router = useRouter()
  const refresh = useEffectEvent(() => startTransition(() => router.refresh()))
  const everyMs = Math.min(MOST_MS, Math.max(LEAST_MS, rangeMs / POINTS))
  useLive(['config'])

  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && refresh(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return null
}
