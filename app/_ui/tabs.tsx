import Link from 'next/link'
import type { ReactNode } from 'react'
import css from '#app/_ui/tabs.module.css'

interface Props {
  /** what the tabs are of: `History` */
  label: string
  tabs: { href: string; label: string; current: boolean }[]
  /** at the right of them */
  actions?: ReactNode
  className?: string
  children: ReactNode
}

/** A panel of which one part is shown, each with an address of its own. */
export function TabbedPanel({ label, tabs, actions, className, children }: Props) {
  return (
    <section className={className ? `${css.panel} ${className}` : css.panel}>
      <div className={css.head}>
        <nav aria-label={label} className={css.tabs}>
          {tabs.map(tab => (
            <Link
              key={tab.label}
              href={tab.href}
              scroll={false}
              className={css.tab}
              aria-current={tab.current ? 'true' : undefined}
            >
              {tab.label}
            </Link>
          ))}
        </nav>
        {actions}
      </div>
      {children}
    </section>
  )
}
