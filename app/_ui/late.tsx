import type { ReactNode } from 'react'
import css from '#app/_ui/late.module.css'

/** Stands in for what is still to come, but only once that takes long enough to be noticed. */
export const Late = ({ children }: { children: ReactNode }) => (
  <div role="status" aria-label="Loading" className={css.late}>
    {children}
  </div>
)
