import { modals } from '@mantine/modals'
import type { ReactNode } from 'react'

interface Destruction {
  /** `Delete the monitor "Checkout error rate"?` */
  title: string
  /** what is lost with it */
  children: ReactNode
  /** names the deed again: `Delete monitor` */
  label: string
  confirmed: () => void
}

/** Asks before something is destroyed; what keeps it has the focus. */
export function confirmDestroy({ title, children, label, confirmed }: Destruction) {
  modals.openConfirmModal({
    title,
    children,
    labels: { confirm: label, cancel: 'Keep it' },
    confirmProps: { color: 'red', variant: 'filled' },
    cancelProps: { 'data-autofocus': true },
    onConfirm: confirmed,
  })
}
