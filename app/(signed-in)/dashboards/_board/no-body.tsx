import { Button } from '@mantine/core'
import { Late } from '#app/_ui/late.tsx'
import css from '#app/(signed-in)/dashboards/_board/frame.module.css'
import type { Problem } from '#app/(signed-in)/dashboards/_board/use-drawn.ts'

interface Props {
  /** null: it is being read */
  problem: Problem | null
  height: number
  again(): void
}

/** Stands where there is nothing to draw: not yet, not for this person, or not now. */
export function NoBody({ problem, height, again }: Props) {
  if (!problem)
    return (
      <div className={css.none} style={{ height }}>
        <Late>Loading …</Late>
      </div>
    )
  return (
    <div className={css.none} style={{ height }} role={isHidden(problem) ? undefined : 'alert'}>
      <p className={css.words}>{isHidden(problem) ? 'Not available' : problem.message}</p>
      {!isHidden(problem) && (
        <Button size="compact-sm" onClick={again}>
          Try again
        </Button>
      )}
    </div>
  )
}

/** Whether it is gone or not theirs to see is not told. */
const isHidden = ({ code }: Problem) => code === 'not_found' || code === 'forbidden'
