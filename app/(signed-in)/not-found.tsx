import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function NotFound() {
  return (
    <Panel>
      <EmptyState
        title="There is nothing here"
        actions={<Link href="/monitors">All monitors</Link>}
      >
        It was deleted, or its retention is over, or the address is mistyped.
      </EmptyState>
    </Panel>
  )
}
