import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'

/** Nothing to list: because of the search, or since there is no definition yet. */
export function NoDefinitions({ q }: { q: string | undefined }) {
  if (q)
    return (
      <EmptyState
        title="No definition fits"
        actions={<ButtonLink href="/streams/definitions">Show all</ButtonLink>}
      >
        There is none with “{q}” in its text.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No event definitions yet"
      actions={
        <IfMay right="streams:write">
          <ButtonLink href="/streams/definitions/new" variant="filled">
            New definition
          </ButtonLink>
        </IfMay>
      }
    >
      A definition says for some types of notifications, such as OpenStack sends them to{' '}
      <code>POST /notifications</code>, what of them is kept: each trait of the event with its type
      and the path at which it stands.
    </EmptyState>
  )
}
