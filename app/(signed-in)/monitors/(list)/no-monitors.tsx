import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import type { MonitorFilter } from '#lib/monitors/data.ts'

/** Nothing to list: because of the filter, or since there is no monitor yet. */
export function NoMonitors({ filter }: { filter: MonitorFilter }) {
  if (filter.q || filter.state || filter.tag)
    return (
      <EmptyState
        title="No monitor fits"
        actions={<ButtonLink href="/monitors">Show all</ButtonLink>}
      >
        {described(filter)}
      </EmptyState>
    )

  return (
    <EmptyState
      title="No monitors yet"
      actions={
        <>
          <IfMay right="monitors:write">
            <ButtonLink href="/monitors/new" variant="filled">
              New monitor
            </ButtonLink>
          </IfMay>
          <ButtonLink href="/sources">Sources</ButtonLink>
        </>
      }
    >
      A monitor is a small script on a schedule. It asks your sources, returns a value, and calls
      fail() when something is wrong; then the alerts tell the people on call.
    </EmptyState>
  )
}

function described({ q, state, tag }: MonitorFilter): string {
  const parts = [
    state && `in state ${state}`,
    tag && `with the tag “${tag}”`,
    q && `with “${q}” in its name, tags, description or script`,
  ]
  return `There is none ${parts.filter(Boolean).join(', ')}.`
}
