import css from '#app/shared/[uid]/shared.module.css'

/** Stands where a chart cannot be shown, in few words: there may be little room. */
export function SharedFailure({ children }: { children: string }) {
  return (
    <main className={css.none}>
      <p role="alert">{children}</p>
    </main>
  )
}
