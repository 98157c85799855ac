'use client'

import { clock, exact, longSpan, relative, span } from '#app/_ui/time.ts'
import { useNow, useZone } from '#app/_ui/time-context.tsx'

interface Props {
  at: Date | string | number
  className?: string
}

/** `12 s ago`, `in 48 s`; keeps itself current, the exact time on hover. */
export function RelativeTime({ at, className }: Props) {
  const time = new Date(at)
  const now = useNow()
  return <Time time={time} text={relative(time.getTime(), now)} className={className} />
}

/** `in 48 s`; what is due is `now`, until the server knows more. */
export function TimeLeft({ at, className }: Props) {
  const time = new Date(at)
  const now = useNow()
  const text = relative(Math.max(time.getTime(), now), now)
  return <Time time={time} text={text} className={className} />
}

/** How long ago something began, without "ago": `for 6 min`, `paused 3 weeks`. */
export function Elapsed({ at, className }: Props) {
  const time = new Date(at)
  const now = useNow()
  return <Time time={time} text={longSpan(now - time.getTime())} className={className} />
}

/** The same in its largest unit only, for columns: `12 s`, `3 days`. */
export function Age({ at, className }: Props) {
  const time = new Date(at)
  const now = useNow()
  return <Time time={time} text={span(now - time.getTime())} className={className} />
}

/** `09:41:00`, with the day when it is not today. */
export function ClockTime({ at, className }: Props) {
  const time = new Date(at)
  const zone = useZone()
  const now = useNow()
  return <Time time={time} text={clock(time.getTime(), now, zone)} className={className} />
}

/** The whole time with its zone. */
export function ExactTime({ at, className }: Props) {
  const time = new Date(at)
  const zone = useZone()
  return <Time time={time} text={exact(time.getTime(), zone)} className={className} />
}

function Time({ time, text, className }: { time: Date; text: string; className?: string }) {
  const zone = useZone()
  return (
    <time dateTime={time.toISOString()} title={exact(time.getTime(), zone)} className={className}>
      {text}
    </time>
  )
}
