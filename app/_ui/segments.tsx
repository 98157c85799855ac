import Link from 'next/link'
import type { ReactNode } from 'react'
import css from '#app/_ui/segments.module.css'

interface Segment {
  href: string
  content: ReactNode
  /** where the content is not words alone */
  label?: string
  current: boolean
}

/** A choice of views, each with an address of its own. */
export function Segments({ label, segments }: { label: string; segments: Segment[] }) {
  return (
    <nav aria-label={label} className={css.segments}>
      {segments.map(segment => (
        <Link
          key={segment.href}
          href={segment.href}
          scroll={false}
          className={css.segment}
          aria-label={segment.label}
          title={segment.label}
          aria-current={segment.current ? 'true' : undefined}
        >
          {segment.content}
        </Link>
      ))}
    </nav>
  )
}
