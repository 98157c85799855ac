import Link from 'next/link'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { ExactTime } from '#app/_ui/times.tsx'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import css from '#app/(signed-in)/events/(search)/_list/detail.module.css'
import type { Row } from '#app/(signed-in)/events/(search)/_list/rows.ts'
import { Traits } from '#app/(signed-in)/events/(search)/_list/traits.tsx'
import type { Address } from '#app/(signed-in)/events/(search)/_list/use-address.ts'
import { placeOf } from '#app/(signed-in)/events/place.ts'

/** All of an event; its values narrow the search. */
export function EventDetail({ row, address }: { row: Row; address: Address }) {
  const { traits, start, at, duration, ...rest } = row
  const whole = JSON.stringify(
    { ...rest, start: iso(start), at: iso(at), duration, traits },
    null,
    2,
  )
  const own = { type: row.type, host: row.host, id: row.id, uid: row.uid, pid: row.pid }
  return (
    <div className={css.detail}>
      <div className={css.actions}>
        <Link href={placeOf(row.id, row.uid)}>What belongs together</Link>
        <span className="dim">
          {visible(row.project)} · <ExactTime at={start} />
        </span>
        <CopyButton text={whole} label="Copy the event as JSON" />
      </div>
      <Traits of={own} path={[]} address={address} />
      {traits && <Traits of={traits} path={[]} isBody address={address} />}
    </div>
  )
}

const iso = (at: number) => new Date(at).toISOString()
