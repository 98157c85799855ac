import { ByType } from '#app/(signed-in)/events/[id]/_detail/by-type.tsx'
import { ErrorDetail } from '#app/(signed-in)/events/[id]/_detail/error-detail.tsx'
import { EventDetail } from '#app/(signed-in)/events/[id]/_detail/event-detail.tsx'
import type { Row } from '#app/(signed-in)/events/[id]/_tree/rows.ts'

interface Props {
  id: string
  rows: readonly Row[]
  selected: string | null
  onSelect(key: string | null): void
}

/** What is known of the selected event or error; of all together while none is. */
export function Detail({ id, rows, selected, onSelect }: Props) {
  const place = rows.findIndex(({ node }) => node.key === selected)
  const row = rows[place]
  if (!row) return <ByType rows={rows} />
  if (row.node.kind === 'error')
    return <ErrorDetail node={row.node} onClose={() => onSelect(null)} />
  const within = rows.slice(place + 1, place + 1 + row.below).map(({ node }) => node)
  return (
    <EventDetail
      key={row.node.key}
      id={id}
      node={row.node}
      errors={within.filter(({ kind }) => kind === 'error')}
      onClose={() => onSelect(null)}
    />
  )
}
