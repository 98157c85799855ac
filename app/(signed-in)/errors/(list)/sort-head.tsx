import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import Link from 'next/link'
import { type Query, withQuery } from '#app/_ui/query.ts'
import css from '#app/(signed-in)/errors/(list)/signature-table.module.css'
import type { Order } from '#app/(signed-in)/errors/(list)/view.ts'
import type { SignatureSort } from '#lib/errors/schema.ts'

interface Props {
  sort: SignatureSort
  label: string
  className: string | undefined
  order: Order
  query: Query
}

/** A column's head: sorts by it, the greatest first; once more the other way. */
export function SortHead({ sort, label, className, order, query }: Props) {
  const isCurrent = order.sort === sort
  const isDown = order.order === 'desc'
  const next = isCurrent && isDown ? 'asc' : undefined
  const Arrow = isDown ? IconArrowDown : IconArrowUp
  return (
    <th
      className={`${className} num`}
      aria-sort={isCurrent ? (isDown ? 'descending' : 'ascending') : undefined}
    >
      <Link
        href={withQuery('/errors', query, {
          sort: sort === 'count' ? undefined : sort,
          ...{ order: next, page: undefined },
        })}
        scroll={false}
        className={css.sort}
      >
        {isCurrent && <Arrow size={12} stroke={2} aria-hidden />}
        {label}
      </Link>
    </th>
  )
}
