'use client'

import { Checkbox } from '@mantine/core'
import { useRef, useState } from 'react'
import { useMay } from '#app/_ui/may.tsx'
import type { Query } from '#app/_ui/query.ts'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { ListOperations } from '#app/(signed-in)/errors/(list)/list-operations.tsx'
import type { Row } from '#app/(signed-in)/errors/(list)/rows.ts'
import { SignatureRow } from '#app/(signed-in)/errors/(list)/signature-row.tsx'
import css from '#app/(signed-in)/errors/(list)/signature-table.module.css'
import { SortHead } from '#app/(signed-in)/errors/(list)/sort-head.tsx'
import type { Order } from '#app/(signed-in)/errors/(list)/view.ts'

interface Props {
  rows: Row[]
  /** of the signatures in the chart */
  colors: Record<number, string>
  order: Order
  query: Query
  /** what the sparklines show: `Last hour` */
  period: string
}

/** J and K go down and up, Enter opens; X selects, Escape lets go, for those who may do something with them. */
export function SignatureTable({ rows, colors, order, query, period }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  // What is not shown any more is not acted upon.
  const selected = rows.filter(({ id }) => chosen.has(id))

  const links = () => [...(body.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
  const focused = () => rows[links().indexOf(document.activeElement as HTMLElement)]
  const go = (step: 1 | -1) => {
    const all = links()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus()
  }
  const toggle = (id: number) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const mayOperate = useMay()('errors:write')
  const none = () => setChosen(new Set())
  usePageKeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    [
      'x',
      () => {
        const row = focused()
        if (row && mayOperate) toggle(row.id)
      },
    ],
    ['escape', none],
  ])

  return (
    <>
      <table className={css.table} data-selecting={selected.length > 0 ? '' : undefined}>
        <thead>
          <tr>
            <th className={css.select}>
              {mayOperate && (
                <Checkbox
                  size="xs"
                  aria-label="Select all on this page"
                  checked={selected.length === rows.length}
                  indeterminate={selected.length > 0 && selected.length < rows.length}
                  onChange={({ currentTarget: { checked } }) =>
                    setChosen(new Set(checked ? rows.map(({ id }) => id) : []))
                  }
                />
              )}
            </th>
            <th className={css.state}>State</th>
            <th>Signature</th>
            <th className={css.level}>Level</th>
            <th className={css.programs}>Program</th>
            <th className={css.spark}>{period}</th>
            <SortHead sort="count" label="Count" className={css.count} {...{ order, query }} />
            <SortHead
              sort="firstSeen"
              label="First seen"
              className={css.first}
              {...{ order, query }}
            />
            <SortHead
              sort="lastSeen"
              label="Last seen"
              className={css.last}
              {...{ order, query }}
            />
            <th className={css.hosts}>Hosts</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(row => (
            <SignatureRow
              key={row.id}
              row={row}
              color={colors[row.id]}
              isSelected={chosen.has(row.id)}
              toggle={mayOperate ? () => toggle(row.id) : null}
            />
          ))}
        </tbody>
      </table>
      {mayOperate && (
        <ListOperations
          selected={selected}
          acted={() =>
            selected.length > 0 ? selected : [focused()].filter(row => row !== undefined)
          }
          none={none}
        />
      )}
    </>
  )
}
