import Link from 'next/link'
import css from '#app/_ui/brand.module.css'

/** The name and its sign; on phones, where the navigation is hidden, also how many monitors are bad. */
export function Brand({ bad = 0 }: { bad?: number }) {
  return (
    <Link href="/monitors" className={css.brand}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d="M3 8.6 10 2.4l7 6.2V16a1.6 1.6 0 0 1-1.6 1.6H4.6A1.6 1.6 0 0 1 3 16z" />
        <path d="M7 13.6h6c-.7-.7-1-1.4-1-2.6a2 2 0 0 0-4 0c0 1.2-.3 1.9-1 2.6zM9.2 15.4h1.6" />
      </svg>
      Belfry
      {bad > 0 && <span className={css.bad}>{bad} bad</span>}
    </Link>
  )
}
