import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { CriteriaTable } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/criteria-table.tsx'
import { DebugLevel } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/debug-level.tsx'
import css from '#app/(signed-in)/streams/triggers/[id]/(trigger)/trigger.module.css'
import type { Span } from '#app/(signed-in)/streams/triggers/[id]/(trigger)/view.ts'
import type { Trigger } from '#lib/streams/triggers/data.ts'
import { statisticsOf } from '#lib/streams/triggers/statistics/data.ts'

/** What was looked at and why events did not fit, and what was done with those that did. */
export async function WhyTab({ trigger, span }: { trigger: Trigger; span: Span }) {
  const to = new Date()
  const range = { from: new Date(to.getTime() - span.ms), to }
  const { counters, criteria } = await statisticsOf(trigger.id, range)
  return (
    <>
      <div className={css.level}>
        <span>Counted of events that do not fit</span>
        <DebugLevel id={trigger.id} level={trigger.debug_level} />
        <span className={css.counters}>
          {Object.entries(counters).map(([name, count]) => (
            <span key={name}>
              {name} <b>{count.toLocaleString('en')}</b>
            </span>
          ))}
        </span>
      </div>
      {criteria.length > 0 ? (
        <CriteriaTable trigger={trigger} criteria={criteria} />
      ) : (
        <NothingLookedAt level={trigger.debug_level} />
      )}
    </>
  )
}

const NothingLookedAt = ({ level }: { level: number }) =>
  level > 0 ? (
    <EmptyState title="No event was looked at">
      In this time there was none of the types that the trigger takes. What comes in is counted here
      within a second.
    </EmptyState>
  ) : (
    <EmptyState title="Events that do not fit are not counted">
      <IfMay right="streams:write">
        Choose “And why” above to see for each of the criteria how many events met it, and why
        others did not. It costs a little for each event; a dry run tells the same of events that
        were.
      </IfMay>
    </EmptyState>
  )
