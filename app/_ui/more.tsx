import { ButtonLink } from '#app/_ui/button-link.tsx'
import css from '#app/_ui/more.module.css'

/** The ways to further pages of a list that is read from where the last page ended. */
export function More({ first, next }: { first?: string | undefined; next: string | null }) {
  if (!first && !next) return null
  return (
    <nav aria-label="Pages" className={css.more}>
      {first && <ButtonLink href={first}>First page</ButtonLink>}
      {next && <ButtonLink href={next}>Next page</ButtonLink>}
    </nav>
  )
}
