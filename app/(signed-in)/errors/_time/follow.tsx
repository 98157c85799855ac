'use client'

import { useLive } from '#app/_ui/use-live.tsx'

/** Keeps the page current: soon for the signatures it shows, less soon for others. */
export function FollowErrors({ ids }: { ids: number[] }) {
  useLive(['errors', 'config'], id => ids.some(shown => id === shown))
  return null
}
