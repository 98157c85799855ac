import { IconChevronRight } from '@tabler/icons-react'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { EventDetail } from '#app/(signed-in)/events/(search)/_list/event-detail.tsx'
import { EventTime } from '#app/(signed-in)/events/(search)/_list/event-time.tsx'
import css from '#app/(signed-in)/events/(search)/_list/list.module.css'
import { preview, type Row } from '#app/(signed-in)/events/(search)/_list/rows.ts'
import type { Address } from '#app/(signed-in)/events/(search)/_list/use-address.ts'
import { valueInWords } from '#app/(signed-in)/events/(search)/value-in-words.ts'
import { lasted } from '#app/(signed-in)/events/[id]/_tree/lasted.ts'
import { stepsOf } from '#lib/events/query/key.ts'
import { valueAt } from '#lib/events/value-at.ts'

interface Props {
  row: Row
  columns: string[]
  severalProjects: boolean
  isOpen: boolean
  turn: () => void
  address: Address
}

/** An event in one line; opened, all of it. */
export function EventRow({ row, columns, severalProjects, isOpen, turn, address }: Props) {
  const width = 4 + (severalProjects ? 1 : 0) + Math.max(columns.length, 1)
  return (
    <>
      <tr className={css.row} data-open={isOpen || undefined} onClick={turn}>
        <td className={css.time}>
          <button
            type="button"
            data-row
            className={css.turn}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? 'Close' : 'Open'} ${visible(row.type)}`}
            onClick={event => {
              event.stopPropagation()
              turn()
            }}
          >
            <IconChevronRight size={12} stroke={2} aria-hidden />
          </button>
          <EventTime at={row.at} />
        </td>
        {severalProjects && <td className="cut">{visible(row.project)}</td>}
        <td className="cut">
          <bdi title={row.type}>{visible(row.type)}</bdi>
        </td>
        <td className="cut">
          <bdi title={row.host}>{visible(row.host)}</bdi>
        </td>
        <td className="num">{row.duration > 0 ? lasted(row.duration * 1000) : ''}</td>
        {columns.map(key => (
          <Cell key={key} value={valueAt(row, stepsOf(key) ?? [])} />
        ))}
        {columns.length === 0 && (
          <td className={css.traits}>
            {preview(row.traits).map(([key, value]) => (
              <span key={key} className={css.trait}>
                <span className="dim">{visible(key)}</span>
                <bdi>{valueInWords(value)}</bdi>
              </span>
            ))}
          </td>
        )}
      </tr>
      {isOpen && (
        <tr className={css.detail}>
          <td colSpan={width}>
            <EventDetail row={row} address={address} />
          </td>
        </tr>
      )}
    </>
  )
}

function Cell({ value }: { value: unknown }) {
  if (value === undefined) return <td />
  return (
    <td className={typeof value === 'number' ? 'num' : 'cut'}>
      <bdi title={valueInWords(value)}>{valueInWords(value)}</bdi>
    </td>
  )
}
