import { More as Ways } from '#app/_ui/more.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'

interface Props {
  path: string
  query: Query
  /** the cursor of the next page, if there is one */
  next: string | null
}

/** The ways to the next page of a long list, and back to its beginning, where the address tells the cursor. */
export const More = ({ path, query, next }: Props) => (
  <Ways
    first={query.cursor ? withQuery(path, query, { cursor: undefined }) : undefined}
    next={next && withQuery(path, query, { cursor: next })}
  />
)
