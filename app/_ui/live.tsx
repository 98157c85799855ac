'use client'

import type { Topic } from '#app/_ui/live-hub.ts'
import { useLive } from '#app/_ui/use-live.tsx'

/** Keeps the page it stands on current, also while it is empty. */
export function Live({ topics }: { topics: readonly Topic[] }) {
  useLive(topics)
  return null
}
