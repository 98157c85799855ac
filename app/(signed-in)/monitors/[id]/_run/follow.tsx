'use client'

import { useLive } from '#app/_ui/use-live.tsx'

/** Keeps the page of one monitor current. */
export function Follow({ id }: { id: number }) {
  useLive(['runs', 'config'], changed => changed === id || changed === `monitor:${id}`)
  return null
}
