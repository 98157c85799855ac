import Link from 'next/link'
import type { ReactNode } from 'react'
import css from '#app/_ui/page-header.module.css'

interface Props {
  /** pages above this one, the outermost first */
  above?: { href: string; label: string }[]
  title: ReactNode
  /** beside the title: a count, a badge, since when */
  beside?: ReactNode
  /** at the right: the page's few actions */
  actions?: ReactNode
}

export function PageHeader({ above = [], title, beside, actions }: Props) {
  return (
    <header className={css.header}>
      {above.length > 0 && (
        <nav aria-label="Above" className={css.above}>
          {above.map(({ href, label }) => (
            <span key={href}>
              <Link href={href}>{label}</Link> /
            </span>
          ))}
        </nav>
      )}
      <h1 className={css.title}>{title}</h1>
      {beside && <div className={css.beside}>{beside}</div>}
      {actions && <div className={css.actions}>{actions}</div>}
    </header>
  )
}
