import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'

interface Props {
  /** what is shown instead of all */
  children: ReactNode
  /** `All streams` */
  all: string
  drop(): void
}

/** A filter that came with the address, and the way to be rid of it. */
export const Chosen = ({ children, all, drop }: Props) => (
  <span className={css.chosen}>
    {children}
    <CloseButton size="xs" aria-label={all} onClick={drop} />
  </span>
)
