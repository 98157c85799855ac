'use client'

import { useLive } from '#app/_ui/use-live.tsx'

/** Errors come all the time, and counting them all again costs more than a list of monitors. */
const PAUSE_MS = 4_000

/** Keeps the page current: soon for the signatures it shows, less soon for others. */
export function FollowErrors({ ids }: { ids: number[] }) {
  useLive(['errors', 'config'], id => ids.some(shown => id === shown), PAUSE_MS)
  return null
}
