import { ClockTime } from '#app/_ui/times.tsx'
import type { RunLine } from '#lib/monitors/history/data.ts'

/** What became of a planned time that has no result. */
export function RunStatusWords({ run }: { run: RunLine }) {
  const { status, missedCount, missedFrom } = run
  switch (status) {
    case 'queued':
      return <span className="dim">waits for its turn</span>
    case 'running':
      return <span className="dim">running …</span>
    case 'skipped':
      return <span className="dim">skipped</span>
    case 'missed':
      return (
        <span className="dim">
          missed
          {missedCount && missedCount > 1 && missedFrom && (
            <>
              {' '}
              {missedCount} ×, since <ClockTime at={missedFrom} />
            </>
          )}
        </span>
      )
    case 'done':
      return null
  }
}
