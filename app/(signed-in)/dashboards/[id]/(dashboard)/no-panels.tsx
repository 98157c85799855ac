import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { IfMay } from '#app/_ui/may.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export function NoPanels({ id, declared }: { id: number; declared: boolean }) {
  const add = !declared && (
    <IfMay right="dashboards:write">
      <ButtonLink href={`/dashboards/${id}/edit`} variant="filled">
        Add panels
      </ButtonLink>
    </IfMay>
  )
  return (
    <Panel>
      <EmptyState title="Nothing on this dashboard yet" actions={add}>
        Charts of metrics, states of monitors and errors can stand here together. Other pages have a
        button that puts what they show on a dashboard.
      </EmptyState>
    </Panel>
  )
}
