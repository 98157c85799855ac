'use client'

import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { withUnit } from '#app/_ui/number.ts'
import { Change } from '#app/_ui/panel-body/change.tsx'
import type { PanelBodyProps } from '#app/_ui/panel-body/panel-body.tsx'
import { type Order, type SortKey, sorted } from '#app/_ui/panel-body/rows.ts'
import css from '#app/_ui/panel-body/table.module.css'
import { Sparkline } from '#app/_ui/sparkline.tsx'
import type { DrawnRow, DrawnTable } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'

/** More are found by a filter rather than by looking. */
const ROWS_SHOWN = 500

interface Props extends Pick<PanelBodyProps, 'height'> {
  panel: PanelOf<'table'>
  drawn: DrawnTable
  /** custom properties of the values that are also drawn as lines */
  colors?: Record<string, string>
  /** where a value is looked at alone */
  hrefOf?: (value: string) => string
}

/** The values of a filter, each with its number over all of the time; a head sorts by its column. */
export function TableBody({ panel, drawn, height, colors = {}, hrefOf }: Props) {
  const { line, unit, compare } = panel
  const [order, setOrder] = useState<Order>({ key: 'total', isDown: true })
  const rows = useMemo(() => sorted(drawn.rows, order), [drawn.rows, order])
  const head = { order, setOrder }
  const more = Math.max(0, rows.length - ROWS_SHOWN) + drawn.leftOut
  if (rows.length === 0)
    return (
      <p className={css.none} style={{ height }}>
        No values of {line.by} in this time
      </p>
    )

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: long tables are scrolled with the keyboard too
    <div className={css.rows} style={{ height }} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <Head sort="value" label={line.by} {...head} />
            <th className={css.spark}>Over time</th>
            <Head
              sort="total"
              label={line.view === 'value' ? 'Value' : line.view}
              isNumber
              {...head}
            />
            {compare && <Head sort="before" label="Before" isNumber {...head} />}
            {compare && <Head sort="change" label="Change" isNumber {...head} />}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, ROWS_SHOWN).map(row => (
            <tr key={row.value}>
              <td className={css.value} title={row.value}>
                {colors[row.value] && (
                  <span
                    className={css.swatch}
                    style={{ background: `var(${colors[row.value]})` }}
                  />
                )}
                <ValueName value={row.value} href={hrefOf?.(row.value)} />
              </td>
              <td className={css.spark}>
                <Sparkline
                  points={pointsOf(row, drawn)}
                  state="OK"
                  label={`${row.value} over time`}
                />
              </td>
              <td className="num">{textOf(row.total, unit)}</td>
              {compare && <td className="num dim">{textOf(row.before, unit)}</td>}
              {compare && (
                <td className="num">
                  <Change now={row.total} before={row.before} unit={unit} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className={css.more}>and {more.toLocaleString('en')} more</p>}
    </div>
  )
}

function ValueName({ value, href }: { value: string; href: string | undefined }) {
  const name = value === '' ? <span className="dim">empty</span> : value
  return href === undefined ? (
    name
  ) : (
    <Link href={href} prefetch={false} scroll={false}>
      {name}
    </Link>
  )
}

interface HeadProps {
  sort: SortKey
  label: string
  isNumber?: boolean
  order: Order
  setOrder: (order: Order) => void
}

/** Numbers begin with the greatest, names with A; once more the other way. */
function Head({ sort, label, isNumber = false, order, setOrder }: HeadProps) {
  const isCurrent = order.key === sort
  const isDown = isCurrent ? !order.isDown : isNumber
  const Arrow = order.isDown ? IconArrowDown : IconArrowUp
  return (
    <th
      className={isNumber ? 'num' : undefined}
      aria-sort={isCurrent ? (order.isDown ? 'descending' : 'ascending') : undefined}
    >
      <button type="button" className={css.sort} onClick={() => setOrder({ key: sort, isDown })}>
        {isCurrent && <Arrow size={12} stroke={2} aria-hidden />}
        {label}
      </button>
    </th>
  )
}

const textOf = (value: number | null, unit: string) =>
  value === null ? '–' : withUnit(value, unit)

function pointsOf({ values }: DrawnRow, { times, from, to }: DrawnTable) {
  const first = Math.min(from, times[0] ?? from)
  return values.map((value, i) => [((times[i] ?? from) - first) / (to - first), value] as const)
}
