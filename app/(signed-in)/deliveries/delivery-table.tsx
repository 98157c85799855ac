'use client'

import Link from 'next/link'
import { Fragment, useState } from 'react'
import { Opener, OpenerHead } from '#app/_ui/opener.tsx'
import stacked from '#app/_ui/stacked.module.css'
import { StateBadge } from '#app/_ui/state.tsx'
import table from '#app/_ui/table.module.css'
import { ClockTime } from '#app/_ui/times.tsx'
import { useLive } from '#app/_ui/use-live.tsx'
import { Attempts } from '#app/(signed-in)/deliveries/attempts.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { DeliveryStatus } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import { NextTry } from '#app/(signed-in)/deliveries/next-try.tsx'
import type { DeliveryView } from '#lib/alerting/schema.ts'

/** Deliveries, newest first; each opens to its attempts. */
export function DeliveryTable({ deliveries }: { deliveries: DeliveryView[] }) {
  const [opened, setOpened] = useState<number | null>(null)
  useLive(['deliveries'])
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <OpenerHead label="Attempts" />
          <th>Status</th>
          <th>Change</th>
          <th>Monitor or trigger</th>
          <th>Alert</th>
          <th className="num">At</th>
          <th className="num">Tries</th>
          <th className="num">Next try</th>
        </tr>
      </thead>
      <tbody>
        {deliveries.map(delivery => {
          const isOpen = opened === delivery.id
          return (
            <Fragment key={delivery.id}>
              <DeliveryRow
                delivery={delivery}
                isOpen={isOpen}
                toggle={() => setOpened(isOpen ? null : delivery.id)}
              />
              {isOpen && (
                <tr className={css.opened}>
                  <td colSpan={8}>
                    <Attempts delivery={delivery} />
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

interface RowProps {
  delivery: DeliveryView
  isOpen: boolean
  toggle(): void
}

function DeliveryRow({ delivery, isOpen, toggle }: RowProps) {
  const { id, status, sending, transition, notice, alert, attempts, repeat, lastError } = delivery
  return (
    <tr>
      <Opener isOpen={isOpen} label={`Attempts of delivery ${id}`} toggle={toggle} />
      <td>
        <DeliveryStatus status={status} sending={sending} title={lastError} />
      </td>
      <td className={css.change}>
        {transition && (
          <>
            <StateBadge state={transition.from} /> <span className="dim">→</span>{' '}
            <StateBadge state={transition.to} />
          </>
        )}
        {notice && <StateBadge state={notice.state} />}
        {repeat > 0 && <span className="dim"> again, {repeat}.</span>}
      </td>
      <td className={css.monitor} title={(transition ?? notice)?.message}>
        <Teller delivery={delivery} />
        <span className="dim"> {(transition ?? notice)?.message}</span>
      </td>
      <td className={`mono ${css.alert}`}>{alert}</td>
      <td className="num">
        <ClockTime at={(transition ?? notice)?.at ?? delivery.createdAt} />
      </td>
      <td className="num" data-label="Tries">
        {attempts}
      </td>
      <td className="num" data-empty={status === 'sent' || status === 'superseded'}>
        <NextTry what={delivery} />
      </td>
    </tr>
  )
}

/** Whose change it is: a monitor's, or a stream's. */
function Teller({ delivery: { monitor, notice } }: { delivery: DeliveryView }) {
  if (monitor)
    return (
      <Link href={`/monitors/${monitor.id}`} className={css.name}>
        {monitor.name}
      </Link>
    )
  if (!notice) return null
  return (
    <Link href={`/streams/${notice.stream}`} className={css.name}>
      {notice.trigger.name}
    </Link>
  )
}
