'use client'

import { clock, exact } from '#app/_ui/time.ts'
import { useNow, useZone } from '#app/_ui/time-context.tsx'

/** `09:41:00.125`, with the day when it is not today. */
export function EventTime({ at }: { at: number }) {
  const zone = useZone()
  const now = useNow()
  const ms = String(Math.floor(at) % 1000).padStart(3, '0')
  return (
    <time dateTime={new Date(at).toISOString()} title={exact(at, zone)}>
      {clock(at, now, zone)}
      <span className="dim">.{ms}</span>
    </time>
  )
}
