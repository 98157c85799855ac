'use client'

import { CloseButton, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Segments } from '#app/_ui/segments.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { STATUS_WORDS } from '#app/(signed-in)/deliveries/delivery-status.tsx'
import type { PostFilter } from '#lib/streams/posts/schema.ts'

const STATUSES = ['queued', 'sent', 'dead'] as const
const TYPING_MS = 300

/** What of the log is shown; all of it stands in the address. */
export function PostFilters({ query, filter }: { query: Query; filter: PostFilter }) {
  const router = useRouter()
  const hrefOf = (changes: Query) =>
    withQuery('/deliveries/posts', query, { page: undefined, ...changes })
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
      <TextInput
        size="xs"
        aria-label="Search trigger, receiver or error"
        placeholder="Trigger, receiver, error"
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
    </div>
  )
}
