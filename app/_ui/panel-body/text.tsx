import { Markdown } from '#app/_ui/markdown.tsx'
import css from '#app/_ui/panel-body/panel-body.module.css'

export function TextBody({ text, height }: { text: string; height: number }) {
  return (
    <div className={css.text} style={{ height }}>
      <Markdown>{text}</Markdown>
    </div>
  )
}
