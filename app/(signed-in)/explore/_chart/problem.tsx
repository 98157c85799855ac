import type { ReactNode } from 'react'
import css from '#app/(signed-in)/explore/_chart/chart.module.css'

/** Stands where a chart would, as large as that. */
export const Problem = ({ height, children }: { height: number; children: ReactNode }) => (
  <p role="alert" className={css.problem} style={{ minHeight: height }}>
    {children}
  </p>
)
