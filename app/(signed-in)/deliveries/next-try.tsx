import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { RetryNow } from '#app/(signed-in)/deliveries/retry-now.tsx'
import type { DeliveryView } from '#lib/alerting/schema.ts'

interface Props {
  what: Pick<DeliveryView, 'id' | 'status' | 'sending' | 'nextAttemptAt' | 'attempts'>
  of?: 'delivery' | 'post'
}

/** When it is tried again, with a way to do so at once. */
export function NextTry({ what: { id, status, sending, nextAttemptAt, attempts }, of }: Props) {
  if (status === 'dead') return <RetryNow id={id} of={of} />
  if (status !== 'queued' || !nextAttemptAt) return <span className="dim">–</span>
  if (sending) return <span className="dim">now</span>
  return (
    <span className={css.next}>
      <RelativeTime at={nextAttemptAt} />
      {attempts > 0 && <RetryNow id={id} of={of} />}
    </span>
  )
}
