import { Fragment } from 'react'
import css from '#app/(signed-in)/errors/_signature/signature.module.css'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'

const VARIABLE = '<*>'

/** A template with its variables as marks. */
export function TemplateText({ template }: { template: string }) {
  const [first = '', ...rest] = visible(template).split(VARIABLE)
  return (
    <bdi className={css.template}>
      {first}
      {rest.map((text, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: their places are what tells them apart
        <Fragment key={i}>
          <span className={css.variable}>*</span>
          {text}
        </Fragment>
      ))}
    </bdi>
  )
}

/** The same in plain text, for titles and the like. */
export const templateInWords = (template: string): string =>
  visible(template).replaceAll(VARIABLE, '*').replace(/\s+/g, ' ').trim()

/** What a signature is called in plain text: its name, or else its template. */
export const titleOf = ({ name, template }: { name: string; template: string }): string =>
  visible(name) || templateInWords(template)
