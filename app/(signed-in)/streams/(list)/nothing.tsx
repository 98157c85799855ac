import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { isNarrowed, type View } from '#app/(signed-in)/streams/(list)/view.ts'

/** Why there are no streams to show, and what to do next. */
export function Nothing({ view, anyTrigger }: { view: View; anyTrigger: boolean }) {
  if (isNarrowed(view))
    return (
      <EmptyState
        title="No stream fits"
        actions={<ButtonLink href="/streams">Show all</ButtonLink>}
      >
        {view.q === '' ? (
          'None is in this state, of this trigger or of this time.'
        ) : (
          <>
            Values are looked for as a whole: <code className="mono">order:4711</code>, several with
            a semicolon between them, or <code className="mono">4711</code> for any distinguishing
            trait.
          </>
        )}
      </EmptyState>
    )
  if (anyTrigger)
    return (
      <EmptyState
        title="No streams yet"
        actions={<ButtonLink href="/streams/triggers">Triggers</ButtonLink>}
      >
        The first event that a trigger takes opens one. When events come and none is opened, the
        trigger’s page says why they do not match.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nothing collects events yet"
      actions={
        <IfMay right="streams:write">
          <ButtonLink href="/streams/triggers/new" variant="filled">
            New trigger
          </ButtonLink>
        </IfMay>
      }
    >
      A stream holds the events that belong together, such as an order, its payment and its
      shipment. A trigger says which ones do, and what happens when all are there, or when one is
      missing after its time.
    </EmptyState>
  )
}
