import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'

/** Nothing to list: because of the search, or since there is no pipeline yet. */
export function NoPipelines({ q }: { q: string | undefined }) {
  if (q)
    return (
      <EmptyState
        title="No pipeline fits"
        actions={<ButtonLink href="/streams/pipelines">Show all</ButtonLink>}
      >
        There is none with “{q}” in its name, its description or its handlers.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No pipelines yet"
      actions={
        <IfMay right="streams:write">
          <ButtonLink href="/streams/pipelines/new" variant="filled">
            New pipeline
          </ButtonLink>
        </IfMay>
      }
    >
      A pipeline is what is done with the events of a stream when it is complete, or when its time
      is over: counting them, raising an alert, sending them elsewhere. Triggers name the ones that
      they run.
    </EmptyState>
  )
}
