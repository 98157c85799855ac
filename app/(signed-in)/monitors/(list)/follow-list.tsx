'use client'

import { useLive } from '#app/_ui/use-live.tsx'

/** Keeps the list current: soon for what it shows, less soon for what it does not. */
export function FollowList({ ids }: { ids: number[] }) {
  useLive(['runs', 'config'], id => ids.some(shown => id === shown || id === `monitor:${shown}`))
  return null
}
