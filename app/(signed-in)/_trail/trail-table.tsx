'use client'

import Link from 'next/link'
import { Fragment, useState } from 'react'
import { Opener, OpenerHead } from '#app/_ui/opener.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import { ChangeDetails } from '#app/(signed-in)/_trail/change-details.tsx'
import type { TrailRow } from '#app/(signed-in)/_trail/rows.ts'
import css from '#app/(signed-in)/_trail/trail.module.css'

/** Entries of the trail, newest first; each opens to what it changed. */
export function TrailTable({ rows }: { rows: TrailRow[] }) {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set())
  const toggle = (id: number) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }
  return (
    <table className={`${table.table} ${stacked.stacked} ${css.trail}`}>
      <thead>
        <tr>
          <OpenerHead label="What changed" />
          <th className={css.at}>At</th>
          <th>What</th>
          <th className={css.from}>From</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Fragment key={row.id}>
            <Row row={row} isOpen={opened.has(row.id)} toggle={() => toggle(row.id)} />
            {opened.has(row.id) && (
              <tr className={css.opened}>
                <td colSpan={4}>
                  <ChangeDetails change={row.change} />
                </td>
              </tr>
            )}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

interface RowProps {
  row: TrailRow
  isOpen: boolean
  toggle(): void
}

function Row({ row: { id, at, address, undone, ...row }, isOpen, toggle }: RowProps) {
  return (
    <tr>
      <Opener isOpen={isOpen} label={`What entry ${id} changed`} toggle={toggle} />
      <td className={css.at}>
        <ClockTime at={at} />
      </td>
      <td className={css.what}>
        <Said row={row} />
        {undone && (
          <span className="dim">
            {' '}
            (undone by {undone.by}, <ClockTime at={undone.at} />)
          </span>
        )}
      </td>
      <td className={`${css.from} mono`} data-empty={address === null}>
        {address && (
          <Link href={`/settings/audit?address=${encodeURIComponent(address)}`}>{address}</Link>
        )}
      </td>
    </tr>
  )
}

type SaidRow = Pick<TrailRow, 'person' | 'sentence' | 'href'>

function Said({ row: { person, sentence, href } }: { row: SaidRow }) {
  const { before, name, after } = sentence
  return (
    <>
      <b>{person}</b> {before} {href ? <Link href={href}>{name}</Link> : <i>{name}</i>}
      {after}
    </>
  )
}
