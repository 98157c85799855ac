import css from '#app/_ui/code-lines.module.css'
import { CopyButton } from '#app/_ui/copy-button.tsx'

interface Props {
  title: string
  lines: string
  /** why what is sent by them would not arrive */
  obstacle?: string | null
}

/** Lines to copy into a terminal. */
export const CodeLines = ({ title, lines, obstacle }: Props) => (
  <section>
    <div className={css.head}>
      <h3>{title}</h3>
      <CopyButton text={lines} label={`Copy: ${title}`} />
    </div>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard too */}
    <pre className={css.lines} tabIndex={0}>
      {lines}
    </pre>
    {obstacle && <p className={css.obstacle}>{obstacle}</p>}
  </section>
)
