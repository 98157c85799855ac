import type { UIEvent } from 'react'
import type { Mistake } from '#app/(signed-in)/events/_query/mistake-in.ts'
import css from '#app/(signed-in)/events/_query/query-field.module.css'

/** Lies below a field, letter by letter as in it, and marks a mistake. */
export function Marked({ query, mistake }: { query: string; mistake: Mistake | null }) {
  if (!mistake) return <div className={css.marked} aria-hidden />
  return (
    <div className={css.marked} aria-hidden>
      {query.slice(0, mistake.from)}
      <mark>{query.slice(mistake.from, mistake.to) || '\u00a0'}</mark>
      {query.slice(mistake.to)}
    </div>
  )
}

/** The marks go along with a text that is longer than its field. */
export function scrollTogether({ currentTarget: { previousElementSibling, scrollLeft } }: UIEvent) {
  if (previousElementSibling) previousElementSibling.scrollLeft = scrollLeft
}
