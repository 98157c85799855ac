import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function NotFound() {
  return (
    <Panel>
      <EmptyState
        title="There is no such signature"
        actions={<ButtonLink href="/errors?state=all&range=30d">All signatures</ButtonLink>}
      >
        It was deleted, or the address is mistyped.
      </EmptyState>
    </Panel>
  )
}
