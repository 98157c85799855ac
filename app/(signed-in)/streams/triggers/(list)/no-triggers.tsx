import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'

/** Nothing to list: because of the search, or since there is no trigger yet. */
export function NoTriggers({ q }: { q: string | undefined }) {
  if (q)
    return (
      <EmptyState
        title="No trigger fits"
        actions={<ButtonLink href="/streams/triggers">Show all</ButtonLink>}
      >
        There is none with “{q}” in its name, its description or its definition.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No triggers yet"
      actions={
        <IfMay right="streams:write">
          <ButtonLink href="/streams/triggers/new" variant="filled">
            New trigger
          </ButtonLink>
        </IfMay>
      }
    >
      A trigger collects the events that belong together into a stream, and runs a pipeline when the
      stream is complete, or when its time is over. Those of a Winchester are taken over by{' '}
      <code>npx belfry streams import DIR</code>.
    </EmptyState>
  )
}
