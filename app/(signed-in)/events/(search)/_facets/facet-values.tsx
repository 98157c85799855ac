import { IconMinus, IconX } from '@tabler/icons-react'
import Link from 'next/link'
import { shortNumber } from '#app/_ui/number.ts'
import type { Query } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/events/(search)/_facets/facets.module.css'
import { narrowedHref } from '#app/(signed-in)/events/(search)/narrowed-href.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import type { Facet } from '#lib/events/facets/data.ts'

interface Props {
  facet: Facet
  /** of all events that fit */
  count: number
  view: { q: string }
  hrefOf: (changes: Query) => string
  closeHref: string
}

/** The values of one trait with their counts, the most frequent first. */
export function FacetValues({
  facet: { key, values, others, without },
  count,
  view,
  hrefOf,
  closeHref,
}: Props) {
  const rows = [
    ...values,
    ...(without > 0 && values.length > 0 ? [{ value: undefined, count: without }] : []),
  ]
  return (
    <section className={css.facet}>
      <div className={css.head}>
        <h2 title={key}>{key}</h2>
        <Link
          href={closeHref}
          scroll={false}
          prefetch={false}
          className={css.close}
          aria-label={`Remove ${key} from the values`}
          title="Remove"
        >
          <IconX size={12} stroke={2} aria-hidden />
        </Link>
      </div>
      {values.length === 0 && <p className={css.none}>No event has it</p>}
      <ul className={css.values}>
        {rows.map(({ value, count: own }) => (
          <FacetRow
            key={JSON.stringify(value) ?? ''}
            {...{ name: key, value, own, count, view, hrefOf }}
          />
        ))}
      </ul>
      {others > 0 && <p className={css.none}>others {shortNumber(others)}</p>}
    </section>
  )
}

interface RowProps extends Pick<Props, 'count' | 'view' | 'hrefOf'> {
  name: string
  value: unknown
  own: number
}

function FacetRow({ name, value, own, count, view, hrefOf }: RowProps) {
  const words = valueInWords(value)
  const { href } = narrowedHref(view, hrefOf, { key: name, value })
  const { href: notHref } = narrowedHref(view, hrefOf, { key: name, value }, true)
  const label = (
    <>
      <span
        className={css.bar}
        style={{ width: `${Math.min(100, (own / Math.max(count, 1)) * 100)}%` }}
      />
      <bdi className={css.value}>{words}</bdi>
      <span className={css.count} title={own.toLocaleString('en')}>
        {shortNumber(own)}
      </span>
    </>
  )
  if (!href || !notHref)
    return (
      <li className={css.row}>
        <span className={css.link}>{label}</span>
      </li>
    )
  return (
    <li className={css.row}>
      <Link
        href={href}
        scroll={false}
        prefetch={false}
        className={css.link}
        title={`Only ${name}: ${words}`}
      >
        {label}
      </Link>
      <Link
        href={notHref}
        scroll={false}
        prefetch={false}
        className={css.not}
        aria-label={`Without ${name}: ${words}`}
        title={`Without ${words}`}
      >
        <IconMinus size={12} stroke={2} aria-hidden />
      </Link>
    </li>
  )
}
