import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'

export default function NotFound() {
  return (
    <EmptyState title="There is no such page" actions={<Link href="/monitors">All monitors</Link>}>
      The address is mistyped, or what was here is gone.
    </EmptyState>
  )
}
