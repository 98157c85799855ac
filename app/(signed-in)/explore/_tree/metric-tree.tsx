'use client'

import { TextInput } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { usePathname, useSearchParams } from 'next/navigation'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { withQuery } from '#app/_ui/query.ts'
import { RowsLoading } from '#app/_ui/rows-loading.tsx'
import { withLines } from '#app/(signed-in)/explore/_lines/address.ts'
import css from '#app/(signed-in)/explore/_tree/metric-tree.module.css'
import { ROW_PX, Row } from '#app/(signed-in)/explore/_tree/row.tsx'
import { rowsOf } from '#app/(signed-in)/explore/_tree/tree.ts'
import { type Names, useNames } from '#app/(signed-in)/explore/_tree/use-names.ts'
import { useWindow } from '#app/(signed-in)/explore/_tree/use-window.ts'
import type { MetricLine } from '#lib/charts/panel.ts'

interface Props {
  project: string
  lines: MetricLine[]
}

/** All metrics of a project; searched while one types. `/` goes there, the arrows go up and down. */
export function MetricTree({ project, lines }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const q = useDeferredValue(text)
  const { names, isFailed } = useNames(project)
  useHotkeys([['/', () => input.current?.focus()]])

  return (
    <nav aria-label="Metrics" className={css.tree}>
      <TextInput
        ref={input}
        type="search"
        aria-label="Search metrics"
        placeholder={names ? `Search ${names.items.length.toLocaleString('en')} metrics` : 'Search'}
        className={css.search}
        size="xs"
        value={text}
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
        leftSection={<IconSearch size={14} stroke={1.8} aria-hidden />}
        rightSection={<KeyHint>/</KeyHint>}
      />
      {isFailed && <p className={css.said}>The list could not be loaded; it is tried again.</p>}
      {names ? <Rows names={names} q={q} lines={lines} /> : !isFailed && <RowsLoading rows={12} />}
    </nav>
  )
}

function Rows({
  names: { items, isCut },
  q,
  lines,
}: { names: Names; q: string } & Pick<Props, 'lines'>) {
  const scroller = useRef<HTMLDivElement>(null)
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(
    () => rowsOf(items, { q, turned, shown: lines.map(({ metric }) => metric) }),
    [items, q, turned, lines],
  )
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const hrefOf = (next: MetricLine[]) => withQuery(path, query, withLines(query, next))
  const { first, end } = useWindow(scroller, ROW_PX, rows.length)
  const turn = (path: string) =>
    setTurned(paths => {
      const next = new Set(paths)
      if (!next.delete(path)) next.add(path)
      return next
    })

  return (
    <div ref={scroller} className={css.scroller}>
      {rows.length === 0 && <p className={css.said}>No metric of that name</p>}
      <ul className={css.rows} style={{ height: rows.length * ROW_PX }}>
        {rows.slice(first, end).map((row, i) => (
          <Row
            key={row.type === 'branch' ? row.path : `${row.item.kind} ${row.item.name}`}
            row={row}
            top={(first + i) * ROW_PX}
            lines={lines}
            turn={turn}
            hrefOf={hrefOf}
          />
        ))}
      </ul>
      {isCut && <p className={css.said}>There are more than can be listed here.</p>}
    </div>
  )
}
