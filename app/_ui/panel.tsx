import type { ReactNode } from 'react'
import css from '#app/_ui/panel.module.css'

interface Props {
  title?: ReactNode
  /** at the right of the title */
  actions?: ReactNode
  /** rows and tables reach from edge to edge */
  flush?: boolean
  className?: string
  children: ReactNode
}

/** A bordered surface with an optional title. */
export function Panel({ title, actions, flush, className, children }: Props) {
  return (
    <section className={className ? `${css.panel} ${className}` : css.panel}>
      {(title || actions) && (
        <div className={css.head}>
          {title && <h2 className={css.title}>{title}</h2>}
          {actions && <div className={css.actions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? css.flush : css.body}>{children}</div>
    </section>
  )
}
