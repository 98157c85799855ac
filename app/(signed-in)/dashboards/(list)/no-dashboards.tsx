import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'

/** Nothing to list: because of the search, or since there is no dashboard yet. */
export function NoDashboards({ q }: { q: string | undefined }) {
  if (q)
    return (
      <EmptyState
        title="No dashboard fits"
        actions={<ButtonLink href="/dashboards">Show all</ButtonLink>}
      >
        There is none with “{q}” in its name, its description or its panels.
      </EmptyState>
    )
  return (
    <EmptyState
      title="No dashboards yet"
      actions={
        <>
          <IfMay right="dashboards:write">
            <ButtonLink href="/dashboards/new" variant="filled">
              New dashboard
            </ButtonLink>
          </IfMay>
          <ButtonLink href="/explore">Metrics</ButtonLink>
        </>
      }
    >
      A dashboard shows charts of metrics, states of monitors and errors together, for everybody and
      over the same time. Any chart you look at in Belfry can be put on one.
    </EmptyState>
  )
}
