import { ClockTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/monitors/(list)/monitor-table.module.css'
import type { Row } from '#app/(signed-in)/monitors/(list)/rows.ts'
import type { Told } from '#lib/monitors/data.ts'

/** Beside the name, in gray: what is wrong, who knows, and what it waits for. */
export function Words({
  row: { state, active, message, pending, told, since, lastRunAt },
}: {
  row: Row
}) {
  if (!active)
    return (
      <span className={css.words}>
        paused since <ClockTime at={since} />
      </span>
    )
  if (!lastRunAt) return <span className={css.words}>waiting for its first run</span>

  const isBad = state === 'ALARM' || state === 'ERROR'
  const parts = [
    isBad && message,
    isBad && told && toldWords(told),
    pending && `${pending.count} of ${pending.of} runs in ${pending.state} — waiting for another`,
  ].filter(Boolean)
  return parts.length > 0 ? (
    <span className={css.words} title={message}>
      {parts.join(' · ')}
    </span>
  ) : null
}

function toldWords({ sent, waiting, dead }: Told): string {
  const parts = [
    sent > 0 && `told ${alerts(sent)}`,
    waiting > 0 && `telling ${alerts(waiting)}`,
    dead > 0 && `${alerts(dead)} could not be told`,
  ]
  return parts.filter(Boolean).join(', ')
}

const alerts = (count: number) => `${count} alert${count === 1 ? '' : 's'}`
