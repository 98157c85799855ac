import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Panel } from '#app/_ui/panel.tsx'

export default function Forbidden() {
  return (
    <Panel>
      <EmptyState title="You may not see this" actions={<Link href="/monitors">All monitors</Link>}>
        Your role does not have the right. An admin can give you another one in Settings › People.
      </EmptyState>
    </Panel>
  )
}
