import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { addressOf, type View } from '#app/(signed-in)/events/live/view.ts'

/** Nothing came in the last quarter of an hour, or nothing that fits. */
export function NothingYet({ view }: { view: View }) {
  const isFiltered = Boolean(view.q || view.project)
  if (isFiltered)
    return (
      <EmptyState
        title="Nothing that fits has come lately"
        actions={
          <>
            <ButtonLink href={addressOf('/events', view)}>Search earlier ones</ButtonLink>
            <ButtonLink href="/events/live">Show everything</ButtonLink>
          </>
        }
      >
        What comes and fits appears here by itself.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nothing has come lately"
      actions={
        <>
          <ButtonLink href="/events">Search earlier ones</ButtonLink>
          <ButtonLink href="/settings/projects/1">How to connect</ButtonLink>
        </>
      }
    >
      Events appear here as they are stored. The project <code className="mono">default</code> has
      lines to copy that send a first one.
    </EmptyState>
  )
}
