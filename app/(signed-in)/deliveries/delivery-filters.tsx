'use client'

import { CloseButton, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { STATUS_WORDS } from '#app/(signed-in)/deliveries/delivery-status.tsx'
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
      <Segments
        label="Status"
        segments={[
          { href: hrefOf({ status: undefined }), content: 'All', current: !filter.status },
          ...STATUSES.map(status => ({
            href: hrefOf({ status }),
            content: STATUS_WORDS[status],
            current: filter.status === status,
          })),
        ]}
      />
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
        <span className={css.chosen}>
          Stream: {filter.stream}
          <CloseButton
            size="xs"
            aria-label="All streams"
            onClick={() => router.push(hrefOf({ stream: undefined }))}
          />
        </span>
      )}
      {filter.monitor !== undefined && (
        <span className={css.chosen}>
          Monitor: {monitor?.name ?? filter.monitor}
          <CloseButton
            size="xs"
            aria-label="All monitors"
            onClick={() => router.push(hrefOf({ monitor: undefined }))}
          />
        </span>
      )}
    </div>
  )
}
