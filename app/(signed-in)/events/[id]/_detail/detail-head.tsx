import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import css from '#app/(signed-in)/events/[id]/_detail/detail.module.css'

interface Props {
  title: ReactNode
  /** what can be done with it */
  children: ReactNode
  onClose(): void
}

export function DetailHead({ title, children, onClose }: Props) {
  return (
    <header className={css.head}>
      <h2>
        <bdi>{title}</bdi>
      </h2>
      {children}
      <CloseButton size="sm" aria-label="Show all together" onClick={onClose} />
    </header>
  )
}
