import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function NotFound() {
  return (
    <Panel>
      <EmptyState
        title="Nothing is known under this id"
        actions={<ButtonLink href="/events">Search events</ButtonLink>}
      >
        No event has it that is still kept and that you may see, and no error tells of it. Events of
        a request come when each part of it has ended.
      </EmptyState>
    </Panel>
  )
}
