'use client'

import { Switch } from '@mantine/core'
import Link from 'next/link'
import { useMay } from '#app/_ui/may.tsx'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { Tag } from '#app/_ui/tag.tsx'
import { RelativeTime } from '#app/_ui/times.tsx'
import { useLive } from '#app/_ui/use-live.tsx'
import { useSwitches } from '#app/(signed-in)/alerts/(list)/use-switches.ts'
import css from '#app/(signed-in)/alerts/alerts.module.css'
import { StateSwitches } from '#app/(signed-in)/alerts/state-switches.tsx'
import { DeliveryStatus } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import type { AlertView } from '#lib/alerting/schema.ts'

export interface AlertRowData extends Omit<AlertView, 'config'> {
  label: string
}

/** Alerts with their switches, which act at once, and what was told last. */
export function AlertTable({ rows }: { rows: AlertRowData[] }) {
  useLive(['deliveries', 'config'])
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>On</th>
          <th>Alert</th>
          <th>Kind</th>
          <th>Tells when a monitor becomes</th>
          <th>Last delivery</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <AlertRow key={row.key} row={row} />
        ))}
      </tbody>
    </table>
  )
}

function AlertRow({ row }: { row: AlertRowData }) {
  const { key, label, description, declared } = row
  const { enabled, states, isBusy, change } = useSwitches(row)
  const may = useMay()
  const isFixed = declared || isBusy || !may('alerts:write')
  return (
    <tr>
      <td>
        <Switch
          size="xs"
          aria-label={`${key}: on`}
          checked={enabled}
          disabled={isFixed}
          onChange={event => change({ enabled: event.currentTarget.checked })}
        />
      </td>
      <td className={css.name}>
        <Link href={`/alerts/${key}`} className={css.key}>
          {key}
        </Link>
        {declared && <Tag>belfry.yaml</Tag>}
        <span className="dim">{description}</span>
      </td>
      <td className={css.kind}>{label}</td>
      <td>
        <StateSwitches
          label={key}
          states={states}
          disabled={isFixed}
          faded={!enabled}
          onChange={changed => change({ states: changed })}
        />
      </td>
      <td>
        <LastDelivery row={row} />
      </td>
    </tr>
  )
}

function LastDelivery({ row: { key, lastDelivery, waiting } }: { row: AlertRowData }) {
  if (!lastDelivery) return <span className="dim">nothing told yet</span>
  return (
    <Link href={`/deliveries?alert=${key}`} className={css.last}>
      <DeliveryStatus status={lastDelivery.status} title={lastDelivery.error} />
      <span className="dim">
        <RelativeTime at={lastDelivery.at} /> · {lastDelivery.monitor}
        {waiting > 1 && ` · ${waiting} wait`}
      </span>
    </Link>
  )
}
