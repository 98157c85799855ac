import { took } from '#app/_ui/time.ts'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/monitors/[id]/(monitor)/tabs.module.css'
import type { DeliveryLine } from '#lib/monitors/history/data.ts'

/** `slack-oncall ✓ 0.2 s · sns-operations ✓ after 2 tries`; repeats while it stayed bad are counted. */
export function Delivered({ deliveries }: { deliveries: DeliveryLine[] }) {
  const first = deliveries.filter(delivery => delivery.repeat === 0)
  const repeats = deliveries.length - first.length
  if (deliveries.length === 0) return 'nobody'
  return (
    <>
      {first.map((delivery, i) => (
        <span key={delivery.id}>
          {i > 0 && ' · '}
          {delivery.alert} <Outcome delivery={delivery} />
        </span>
      ))}
      {repeats > 0 && ` · told again ${repeats} ×`}
    </>
  )
}

function Outcome({
  delivery: { status, attempts, createdAt, finishedAt, nextAttemptAt, lastError },
}: {
  delivery: DeliveryLine
}) {
  switch (status) {
    case 'sent':
      if (attempts > 1) return `✓ after ${attempts} tries`
      return finishedAt ? `✓ ${took(finishedAt.getTime() - createdAt.getTime())}` : '✓'
    case 'superseded':
      return 'replaced by a later change'
    case 'dead':
      return (
        <span className={css.failed} title={lastError ?? undefined}>
          ✗ given up after {attempts} {attempts === 1 ? 'try' : 'tries'}
        </span>
      )
    case 'queued':
      if (attempts === 0 || !nextAttemptAt) return 'waiting'
      return (
        <span className={css.failed} title={lastError ?? undefined}>
          failed {attempts} ×, again <RelativeTime at={nextAttemptAt} />
        </span>
      )
  }
}
