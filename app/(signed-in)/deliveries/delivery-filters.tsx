'use client'

import { Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Chosen } from '#app/(signed-in)/deliveries/chosen.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { STATUS_WORDS } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import { StatusChoice } from '#app/(signed-in)/deliveries/status-choice.tsx'
import type { DeliveryFilter, DeliveryView } from '#lib/alerting/schema.ts'

const STATUSES = Object.keys(STATUS_WORDS) as DeliveryView['status'][]
const TYPING_MS = 300

interface Props {
  query: Query
  filter: DeliveryFilter
  /** keys to choose from */
  alerts: string[]
  monitor: { id: number; name: string } | null
}

/** What of the log is shown; all of it stands in the address. */
export function DeliveryFilters({ query, filter, alerts, monitor }: Props) {
  const router = useRouter()
  const hrefOf = (changes: Query) =>
    withQuery('/deliveries', query, { page: undefined, ...changes })
  const search = useDebouncedCallback((q: string) => router.replace(hrefOf({ q })), TYPING_MS)

  return (
    <div className={css.filters}>
      <StatusChoice statuses={STATUSES} chosen={filter.status} hrefOf={hrefOf} />
      <Select
        size="xs"
        aria-label="Alert"
        placeholder="Alert: any"
        clearable
        searchable
        data={alerts}
        value={filter.alert ?? null}
        onChange={alert => router.push(hrefOf({ alert: alert ?? undefined }))}
      />
      <TextInput
        size="xs"
        aria-label="Search monitor, trigger, alert or error"
        placeholder="Monitor, trigger, alert, error"
        defaultValue={filter.q}
        onChange={event => search(event.currentTarget.value)}
      />
      {filter.stream !== undefined && (
        <Chosen all="All streams" drop={() => router.push(hrefOf({ stream: undefined }))}>
          Stream: {filter.stream}
        </Chosen>
      )}
      {filter.monitor !== undefined && (
        <Chosen all="All monitors" drop={() => router.push(hrefOf({ monitor: undefined }))}>
          Monitor: {monitor?.name ?? filter.monitor}
        </Chosen>
      )}
    </div>
  )
}
