import { ClockTime, Elapsed } from '#app/_ui/times.tsx'
import type { Monitor } from '#lib/monitors/data.ts'

/** How long the state has held, and what the monitor is waiting for. */
export function Since({ monitor: { active, since, lastRunAt, pending } }: { monitor: Monitor }) {
  if (active && !lastRunAt) return <span>waiting for its first run</span>
  return (
    <span>
      {active ? 'for' : 'paused for'} <Elapsed at={since} />, since <ClockTime at={since} />
      {pending &&
        ` · ${pending.count} of ${pending.of} runs in ${pending.state}, waiting for another`}
    </span>
  )
}
