'use client'

import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { colorOf, hostsOf } from '#app/(signed-in)/events/[id]/_tree/hosts.ts'
import { type Row, unfolded } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import { scaleOver } from '#app/(signed-in)/events/[id]/_tree/scale.ts'
import { TimeAxis } from '#app/(signed-in)/events/[id]/_tree/time-axis.tsx'
import { TreeRow } from '#app/(signed-in)/events/[id]/_tree/tree-row.tsx'
import { useTreeKeys } from '#app/(signed-in)/events/[id]/_tree/use-tree-keys.ts'
import { useVirtualRows } from '#app/(signed-in)/events/[id]/_tree/use-virtual-rows.ts'
import css from '#app/(signed-in)/events/[id]/_tree/waterfall.module.css'

interface Props {
  rows: readonly Row[]
  selected: string | null
  onSelect(key: string | null): void
}

const ROW = 28
/** Two lines: the name, and the bar below it. */
const ROW_ON_PHONES = 46

/** What happened within what, and when, one line each; only those that are seen are drawn. */
export function Waterfall({ rows, selected, onSelect }: Props) {
  const list = useRef<HTMLDivElement>(null)
  const name = useId()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const isPhone = useMediaQuery('(max-width: 48em)')
  const rowHeight = isPhone ? ROW_ON_PHONES : ROW
  const scale = useMemo(() => scaleOver(rows.map(({ node }) => node)), [rows])
  const colors = useMemo(() => new Map(hostsOf(rows).map((host, i) => [host, colorOf(i)])), [rows])
  const shown = useMemo(() => unfolded(rows, folded), [rows, folded])
  const { from, to } = useVirtualRows(list, shown.length, rowHeight)
  const place = shown.findIndex(({ node }) => node.key === selected)
  const start = rows.reduce((least, { node }) => Math.min(least, node.start), Number.MAX_VALUE)
  const end = rows.reduce((most, { node }) => Math.max(most, node.end), 0)

  const fold = (key: string, isFolded = !folded.has(key)) =>
    setFolded(before => {
      const next = new Set(before)
      if (isFolded) next.add(key)
      else next.delete(key)
      return next
    })
  const onKeyDown = useTreeKeys({ shown, place, folded, onSelect, fold })

  // Whoever comes with an address, or goes by keys, sees where they are.
  useEffect(() => {
    const scrolled = list.current
    if (!scrolled || place < 0) return
    const top = place * rowHeight
    if (top < scrolled.scrollTop) scrolled.scrollTop = top
    const bottom = top + rowHeight - scrolled.clientHeight
    if (bottom > scrolled.scrollTop) scrolled.scrollTop = bottom
  }, [place, rowHeight])

  return (
    <div className={css.waterfall}>
      <div className={css.head}>
        <span>Event</span>
        <TimeAxis scale={scale} lengthMs={end - start} start={start} />
        <span className="num">Took</span>
      </div>
      <div
        ref={list}
        role="tree"
        aria-label="Events"
        tabIndex={0}
        aria-activedescendant={place >= 0 ? `${name}-${place}` : undefined}
        className={css.list}
        onKeyDown={onKeyDown}
      >
        <div className={css.rows} style={{ height: shown.length * rowHeight }}>
          {shown.slice(from, to).map((row, i) => (
            <TreeRow
              key={row.node.key}
              id={`${name}-${from + i}`}
              row={row}
              top={(from + i) * rowHeight}
              isSelected={row.node.key === selected}
              isFolded={folded.has(row.node.key)}
              color={colors.get(row.node.host) ?? colorOf(0)}
              from={scale.at(row.node.start)}
              to={scale.at(row.node.end)}
              breaks={scale.breaks}
              onSelect={onSelect}
              onFold={fold}
            />
          ))}
        </div>
      </div>
    </div>
  )
}
