import Link from 'next/link'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { formatNumber } from '#app/_ui/number.ts'
import { Panel } from '#app/_ui/panel.tsx'
import type { Query } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/events/(search)/_numbers/numbers.module.css'
import { narrowedHref } from '#app/(signed-in)/events/(search)/narrowed-href.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import type { View } from '#app/(signed-in)/events/(search)/view.ts'
import type { Aggregate } from '#lib/events/aggregate/data.ts'

interface Props {
  names: string[]
  found: Aggregate
  view: View
  hrefOf: (changes: Query) => string
}

/** The same numbers over the whole time. */
export function NumbersTable({ names, found: { rows, isCut }, view, hrefOf }: Props) {
  if (rows.every(({ numbers }) => !numbers[names.indexOf('count')]))
    return (
      <Panel>
        <EmptyState title="No events in this time">Nothing that fits ended in it.</EmptyState>
      </Panel>
    )
  return (
    <Panel flush>
      <table className={css.table}>
        <thead>
          <tr>
            {view.group && <th>{view.group}</th>}
            {names.map(name => (
              <th key={name} className="num">
                {name === 'rate' ? 'a second' : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ value, numbers }) => (
            <tr key={JSON.stringify(value) ?? ''}>
              {view.group && (
                <td className={css.value}>
                  <ValueLink view={view} value={value} group={view.group} hrefOf={hrefOf} />
                </td>
              )}
              {numbers.map((number, i) => (
                <td key={names[i]} className="num">
                  {number === null ? '–' : formatNumber(number)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {isCut && <p className={css.more}>There are more values than these.</p>}
    </Panel>
  )
}

interface LinkProps extends Pick<Props, 'view' | 'hrefOf'> {
  group: string
  value: unknown
}

function ValueLink({ view, group, value, hrefOf }: LinkProps) {
  const { href } = narrowedHref(view, hrefOf, { key: group, value })
  const words = <bdi>{valueInWords(value)}</bdi>
  return href ? (
    <Link href={href} scroll={false} prefetch={false}>
      {words}
    </Link>
  ) : (
    words
  )
}
