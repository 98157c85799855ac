import css from '#app/_ui/key-hint.module.css'

/** The key that does the same as the button it stands in. */
export function KeyHint({ children }: { children: string }) {
  return (
    <span className={css.key} aria-hidden="true">
      {children}
    </span>
  )
}
