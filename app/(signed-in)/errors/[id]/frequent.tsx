import Link from 'next/link'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/errors/[id]/signature.module.css'
import { FACETS, type SignatureDetail } from '#lib/errors/detail/data.ts'
import { templateVariables } from '#lib/errors/examples/data.ts'

interface Value {
  value: string
  count: number
}

/** What stands in the template's variables, and where it comes from: the most frequent of each. */
export async function Frequent({ signature: { id, facets } }: { signature: SignatureDetail }) {
  const variables = await templateVariables(id)
  return (
    <Panel>
      <div className={css.frequent}>
        {variables
          .filter(({ values }) => values.length > 0)
          .map(({ position, distinct, values }) => (
            <Values
              key={position}
              title={`Variable ${position + 1}`}
              values={values}
              more={distinct - values.length}
            />
          ))}
        {FACETS.filter(facet => facets[facet].length > 0).map(facet => (
          <Values key={facet} title={WORDS[facet]} values={facets[facet]} hrefOf={HREFS[facet]} />
        ))}
      </div>
    </Panel>
  )
}

const WORDS = {
  host: 'Hosts',
  program: 'Programs',
  level: 'Levels',
  release: 'Releases',
  environment: 'Environments',
}

/** To all errors of the same. */
const HREFS: Partial<Record<keyof typeof WORDS, (value: string) => string>> = {
  host: value => `/errors?host=${encodeURIComponent(value)}`,
  program: value => `/errors?q=${encodeURIComponent(value)}`,
}

interface Props {
  title: string
  values: Value[]
  /** how many others there are */
  more?: number
  hrefOf?: ((value: string) => string) | undefined
}

const SHOWN = 5

function Values({ title, values, more = 0, hrefOf }: Props) {
  const sum = values.reduce((all, { count }) => all + count, 0)
  const lines = values.map(({ value, count }) => (
    <li key={value}>
      <span className={css.bar} style={{ width: `${(count / sum) * 100}%` }} />
      <ValueText value={value} href={hrefOf?.(value)} />
      <span className={`${css.share} num`}>{formatNumber(count)}</span>
    </li>
  ))
  return (
    <section>
      <h3>{title}</h3>
      <ol className={css.values}>{lines.slice(0, SHOWN)}</ol>
      {lines.length > SHOWN && (
        <details className={css.more}>
          <summary>{lines.length - SHOWN} more</summary>
          <ol className={css.values}>{lines.slice(SHOWN)}</ol>
        </details>
      )}
      {more > 0 && <span className={css.more}>and {formatNumber(more)} others</span>}
    </section>
  )
}

function ValueText({ value, href }: { value: string; href: string | undefined }) {
  const text = visible(value)
  if (value.trim() === '') return <span className={`${css.value} dim`}>empty</span>
  return href ? (
    <Link href={href} className={css.value} title={text}>
      <bdi>{text}</bdi>
    </Link>
  ) : (
    <bdi className={css.value} title={text}>
      {text}
    </bdi>
  )
}
