import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import type { DeliveryView } from '#lib/alerting/schema.ts'

type Status = DeliveryView['status']

export const STATUS_WORDS: Record<Status, string> = {
  queued: 'Waiting',
  sent: 'Sent',
  superseded: 'Replaced',
  dead: 'Given up',
}

interface Props {
  status: Status
  /** an attempt is under way */
  sending?: boolean
  /** on hover: why */
  title?: string | null
}

export function DeliveryStatus({ status, sending = false, title }: Props) {
  return (
    <span className={css.status} data-status={status} title={title ?? undefined}>
      <span aria-hidden>{MARKS[status]}</span>
      {sending ? 'Sending' : STATUS_WORDS[status]}
    </span>
  )
}

const MARKS: Record<Status, string> = { queued: '…', sent: '✓', superseded: '↷', dead: '✕' }
