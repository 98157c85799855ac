import type { Report } from '#app/_server/health.ts'
import { StateShape } from '#app/_ui/state.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'

/** Whether all is well, and what is not. */
export function Verdict({ report: { status, problems, warnings } }: { report: Report }) {
  const isOk = status === 'ok'
  const words = [...problems, ...warnings]
  return (
    <>
      Health
      <span className={css.verdict} data-status={words.length === 0 ? 'ok' : 'degraded'}>
        <StateShape state={isOk ? 'OK' : 'ERROR'} /> {words.join(' · ') || 'all is well'}
      </span>
    </>
  )
}
