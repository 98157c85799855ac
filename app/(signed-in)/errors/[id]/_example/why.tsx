import { formatNumber } from '#app/_ui/number.ts'
import { TemplateText } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/_example/example.module.css'
import type { Example } from '#lib/errors/examples/data.ts'

/** What put this error into its signature. */
export function Why({ why: { by, ratio, matched } }: Pick<Example, 'why'>) {
  return (
    <p className={css.why}>
      {WORDS[by] ?? `The classifier ${by} put it here`}
      {ratio !== null && <> ({formatNumber(ratio * 100)} % alike)</>}
      {by !== 'overflow' && matched && (
        <>
          :{' '}
          {by === 'template' ? (
            <TemplateText template={matched} />
          ) : (
            <bdi className={css.matched}>{visible(matched)}</bdi>
          )}
        </>
      )}
    </p>
  )
}

const WORDS: Record<string, string> = {
  rules: 'The rule of its signature is found in it',
  similarity: 'It is alike to the text of its signature',
  template: 'It fits a template of its signature',
  exception: 'It has the type and the frames of its signature',
  fingerprint: 'Its sender gave the fingerprint of its signature',
  overflow:
    'Its project has as many signatures as it may: what fits none of them is counted together',
}
