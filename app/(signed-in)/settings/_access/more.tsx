import { ButtonLink } from '#app/_ui/button-link.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/settings/_access/access.module.css'

interface Props {
  path: string
  query: Query
  /** the cursor of the next page, if there is one */
  next: string | null
}

/** The ways to the next page of a long list, and back to its beginning. */
export function More({ path, query, next }: Props) {
  if (!next && !query.cursor) return null
  return (
    <nav aria-label="Pages" className={css.more}>
      {query.cursor && (
        <ButtonLink href={withQuery(path, query, { cursor: undefined })}>From the first</ButtonLink>
      )}
      {next && <ButtonLink href={withQuery(path, query, { cursor: next })}>Next page</ButtonLink>}
    </nav>
  )
}
