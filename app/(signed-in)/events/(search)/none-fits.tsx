import { ButtonLink } from '#app/_ui/button-link.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { Query } from '#app/_ui/query.ts'
import { relative } from '#app/_ui/range/range.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'

interface Props {
  view: View
  /** where the search goes on */
  next: string | null
  hrefOf: (changes: Query) => string
}

/** Nothing that fits in this time, or not in what could be looked through soon. */
export function NoneFits({ view, next, hrefOf }: Props) {
  const until = next && Number.parseInt(next, 10) / 1000
  if (until)
    return (
      <EmptyState title="None found yet">
        Everything after <ClockTime at={until} /> has been looked through. “Earlier” goes on from
        there; a type or a shorter time makes it quicker.
      </EmptyState>
    )
  return (
    <EmptyState
      title={view.cursor ? 'No earlier events' : 'No events in this time'}
      actions={
        <>
          <ButtonLink href={hrefOf(relative('30d'))}>Look at 30 days</ButtonLink>
          {view.q !== '' && (
            <ButtonLink href={hrefOf({ q: undefined })}>Without the query</ButtonLink>
          )}
        </>
      }
    >
      {view.q === '' ? 'Nothing ended in it.' : 'Nothing that fits the query ended in it.'}
    </EmptyState>
  )
}
