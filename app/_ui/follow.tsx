'use client'

import { useLive } from '#app/_ui/use-live.tsx'

/** Keeps the page current when what is configured is changed: soon for the dashboard that is shown. */
export function Follow({ id }: { id?: number }) {
  useLive(['config'], changed => id !== undefined && changed === `dashboard:${id}`)
  return null
}
