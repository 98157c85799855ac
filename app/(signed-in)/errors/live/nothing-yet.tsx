import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { NewestFilter } from '#lib/errors/live/schema.ts'

/** Nothing is kept yet, or nothing that fits. */
export function NothingYet({ filter }: { filter: NewestFilter }) {
  const isFiltered = Object.values(filter).some(Boolean)
  if (isFiltered)
    return (
      <EmptyState
        title="Nothing that fits has come yet"
        actions={<ButtonLink href="/errors/live">Show everything</ButtonLink>}
      >
        What comes and fits appears here by itself.
      </EmptyState>
    )
  return (
    <EmptyState
      title="Nothing has come yet"
      actions={<ButtonLink href="/settings/projects/1">How to connect</ButtonLink>}
    >
      Errors appear here as they come in. The project <code className="mono">default</code> has
      lines to copy that send a first one.
    </EmptyState>
  )
}
