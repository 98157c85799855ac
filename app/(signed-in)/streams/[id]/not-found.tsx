import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function NotFound() {
  return (
    <Panel>
      <EmptyState
        title="There is no such stream"
        actions={<ButtonLink href="/streams">All streams</ButtonLink>}
      >
        It ended and was deleted, as the settings say for streams that are completed; or it is of a
        project that you do not see.
      </EmptyState>
    </Panel>
  )
}
