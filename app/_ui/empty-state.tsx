import type { ReactNode } from 'react'
import css from '#app/_ui/empty-state.module.css'

interface Props {
  title: string
  /** what it would show, and what to do next */
  children: ReactNode
  actions?: ReactNode
}

/** Stands where there is nothing yet and says what to do next. */
export function EmptyState({ title, children, actions }: Props) {
  return (
    <div className={css.empty}>
      <h2>{title}</h2>
      <div className={css.words}>{children}</div>
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  )
}
