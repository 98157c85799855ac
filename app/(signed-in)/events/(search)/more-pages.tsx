import { ButtonLink } from '#app/_ui/button-link.tsx'
import type { Query } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/events/(search)/more-pages.module.css'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'

interface Props {
  view: View
  /** where the next page begins */
  next: string | null
  hrefOf: (changes: Query) => string
}

/** The ways to what ended before, and back to the newest. */
export function MorePages({ view, next, hrefOf }: Props) {
  if (!next && !view.cursor) return null
  // Further pages belong to the same time as the first one.
  const { from, to } = view.range
  const fixed = { range: undefined, from: String(from.getTime()), to: String(to.getTime()) }
  return (
    <nav aria-label="Pages" className={css.pages}>
      {view.cursor && <ButtonLink href={hrefOf({})}>Newest</ButtonLink>}
      {next && <ButtonLink href={hrefOf({ ...fixed, cursor: next })}>Earlier</ButtonLink>}
    </nav>
  )
}
