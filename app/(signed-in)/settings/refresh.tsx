'use client'

import { useInterval } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'

/** As often as processes give a sign of life. */
const EVERY_MS = 5_000

/** Keeps the page current; nothing else tells that a process fell silent. */
export function Refresh() {
  const router = useRouter()
  useInterval(
    () => {
      if (document.visibilityState === 'visible') startTransition(() => router.refresh())
    },
    EVERY_MS,
    { autoInvoke: true },
  )
  return null
}
