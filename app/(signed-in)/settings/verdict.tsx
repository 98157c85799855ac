import type { Report } from '#app/_server/health.ts'
import { StateShape } from '#app/_ui/state.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'

/** Whether all is well, and what is not. */
export function Verdict({ report: { status, problems } }: { report: Report }) {
  const isOk = status === 'ok'
  return (
    <>
      Health
      <span className={css.verdict} data-status={status}>
        <StateShape state={isOk ? 'OK' : 'ERROR'} /> {isOk ? 'all is well' : problems.join(' · ')}
      </span>
    </>
  )
}
