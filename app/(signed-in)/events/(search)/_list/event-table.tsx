'use client'

import { IconX } from '@tabler/icons-react'
import Link from 'next/link'
import { useRef, useState } from 'react'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { EventRow } from '#app/(signed-in)/events/(search)/_list/event-row.tsx'
import css from '#app/(signed-in)/events/(search)/_list/list.module.css'
import type { Row } from '#app/(signed-in)/events/(search)/_list/rows.ts'
import type { Address } from '#app/(signed-in)/events/(search)/_list/use-address.ts'
import { useAddress } from '#app/(signed-in)/events/(search)/_list/use-address.ts'

interface Props {
  rows: Row[]
  columns: string[]
  severalProjects: boolean
}

/** Events, those that ended last first. J and K go down and up, Enter opens one in its place. */
export function EventTable({ rows, columns, severalProjects }: Props) {
  const body = useRef<HTMLTableSectionElement>(null)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const address = useAddress()
  const turn = (key: string) =>
    setOpened(keys => {
      const next = new Set(keys)
      if (!next.delete(key)) next.add(key)
      return next
    })
  const go = (step: 1 | -1) => {
    const buttons = [...(body.current?.querySelectorAll<HTMLElement>('button[data-row]') ?? [])]
    const at = buttons.indexOf(document.activeElement as HTMLElement)
    buttons[at < 0 ? 0 : Math.max(0, Math.min(buttons.length - 1, at + step))]?.focus()
  }
  usePageKeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
  ])

  return (
    <table className={css.table}>
      <thead>
        <tr>
          <th className={css.time}>Ended</th>
          {severalProjects && <th className={css.project}>Project</th>}
          <th className={css.type}>Type</th>
          <th className={css.host}>Host</th>
          <th className={`num ${css.duration}`}>Duration</th>
          {columns.map(key => (
            <ColumnHead key={key} name={key} address={address} />
          ))}
          {columns.length === 0 && <th className={css.traits}>Traits</th>}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map(row => {
          const key = `${row.project} ${row.at} ${row.uid}`
          return (
            <EventRow
              key={key}
              row={row}
              columns={columns}
              severalProjects={severalProjects}
              isOpen={opened.has(key)}
              turn={() => turn(key)}
              address={address}
            />
          )
        })}
      </tbody>
    </table>
  )
}

const ColumnHead = ({ name, address }: { name: string; address: Address }) => (
  <th title={name}>
    <span className={css.head}>
      <span className="cut">{name}</span>
      <Link
        href={address.withoutColumn(name)}
        scroll={false}
        prefetch={false}
        className={css.close}
        aria-label={`Remove the column ${name}`}
        title="Remove the column"
      >
        <IconX size={12} stroke={2} aria-hidden />
      </Link>
    </span>
  </th>
)
