'use client'

import { useHotkeys } from '@mantine/hooks'
import { useRef } from 'react'
import { MonitorRow } from '#app/(signed-in)/monitors/(list)/monitor-row.tsx'
import css from '#app/(signed-in)/monitors/(list)/monitor-table.module.css'
import type { Row } from '#app/(signed-in)/monitors/(list)/rows.ts'

/** J and K go down and up, Enter opens. */
export function MonitorTable({ rows }: { rows: Row[] }) {
  const body = useRef<HTMLTableSectionElement>(null)

  const go = (step: 1 | -1) => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>('a[data-row]') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLElement)
    const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step
    links[Math.max(0, Math.min(links.length - 1, next))]?.focus()
  }
  useHotkeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
  ])

  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th className={css.state}>State</th>
          <th>Monitor</th>
          <th className={css.tags}>Tags</th>
          <th className={css.schedule}>Schedule</th>
          <th className={css.spark}>Last 24 h</th>
          <th className={`${css.value} num`}>Value</th>
          <th className={`${css.last} num`}>Last run</th>
          <th className={`${css.next} num`}>Next</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map(row => (
          <MonitorRow key={row.id} row={row} />
        ))}
      </tbody>
    </table>
  )
}
