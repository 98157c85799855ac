import css from '#app/_ui/table.module.css'

export const Tag = ({ children }: { children: string }) => (
  <span className={css.tag}>{children}</span>
)
