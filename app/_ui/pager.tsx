import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react'
import Link from 'next/link'
import css from '#app/_ui/pager.module.css'
import type { Page } from '#lib/paging.ts'

interface Props {
  page: Page
  /** rows in all pages together */
  total: number
  hrefOf: (page: number) => string
}

/** `1–50 of 128` and the ways to the pages beside. */
export function Pager({ page: { page, lastPage, offset, size }, total, hrefOf }: Props) {
  if (total === 0) return null
  const last = Math.min(offset + size, total)
  return (
    <nav aria-label="Pages" className={css.pager}>
      <span>
        {(offset + 1).toLocaleString('en')}–{last.toLocaleString('en')} of{' '}
        {total.toLocaleString('en')}
      </span>
      {lastPage > 1 && (
        <span className={css.arrows}>
          <Arrow
            to={page > 1 ? hrefOf(page - 1) : null}
            label="Previous page"
            Icon={IconArrowLeft}
          />
          <span>
            {page} / {lastPage}
          </span>
          <Arrow
            to={page < lastPage ? hrefOf(page + 1) : null}
            label="Next page"
            Icon={IconArrowRight}
          />
        </span>
      )}
    </nav>
  )
}

interface ArrowProps {
  to: string | null
  label: string
  Icon: typeof IconArrowLeft
}

function Arrow({ to, label, Icon }: ArrowProps) {
  const icon = <Icon size={16} stroke={1.8} aria-hidden />
  if (!to) return <span className={css.off}>{icon}</span>
  return (
    <Link href={to} className={css.arrow} aria-label={label} title={label}>
      {icon}
    </Link>
  )
}
