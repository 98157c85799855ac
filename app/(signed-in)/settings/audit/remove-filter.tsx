import { IconX } from '@tabler/icons-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import css from '#app/(signed-in)/settings/audit/audit.module.css'

interface Props {
  label: string
  /** the page without it */
  href: string
  children: ReactNode
}

/** A filter that was come by through a link, and how to be rid of it. */
export const RemoveFilter = ({ label, href, children }: Props) => (
  <span className={css.chosen}>
    {label}: <span className="mono">{children}</span>
    <Link href={href} aria-label={`${label}: any`} title={`${label}: any`}>
      <IconX size={12} aria-hidden />
    </Link>
  </span>
)
