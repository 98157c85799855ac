import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { ViewFilter } from '#app/(signed-in)/errors/(list)/view.ts'

/** Nothing came in this time, or nothing that fits. */
export function NoneFits({ filter }: { filter: ViewFilter }) {
  return (
    <EmptyState
      title="No errors in this time"
      actions={
        <>
          <ButtonLink href="/errors?range=30d&state=all">All of 30 days</ButtonLink>
          <ButtonLink href="/errors">Show what is open</ButtonLink>
        </>
      }
    >
      {described(filter)}
    </EmptyState>
  )
}

function described({ q, state, project, level, host, above }: ViewFilter): string {
  const parts = [
    state && `that is ${state}`,
    project !== undefined && `of the project ${project}`,
    level && `at ${level} or worse`,
    host && `on ${host}`,
    above && `that came at least ${(above + 1).toLocaleString('en')} times`,
    q && `with “${q}” in its text, name, programs or hosts`,
  ]
  return `There is no signature ${parts.filter(Boolean).join(', ')}.`
}
