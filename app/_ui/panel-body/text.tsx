import dynamic from 'next/dynamic'
import css from '#app/_ui/panel-body/panel-body.module.css'

/** Reading markdown is as large as drawing charts, and few dashboards have a text. */
const Markdown = dynamic(() => import('#app/_ui/markdown.tsx').then(({ Markdown }) => Markdown))

export function TextBody({ text, height }: { text: string; height: number }) {
  return (
    <div className={css.text} style={{ height }}>
      <Markdown>{text}</Markdown>
    </div>
  )
}
