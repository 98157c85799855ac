'use client'

import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { Chosen } from '#app/(signed-in)/deliveries/chosen.tsx'
import css from '#app/(signed-in)/deliveries/deliveries.module.css'
import { StatusChoice } from '#app/(signed-in)/deliveries/status-choice.tsx'
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
      <StatusChoice statuses={STATUSES} chosen={filter.status} hrefOf={hrefOf} />
      <TextInput
        size="xs"
        aria-label="Search trigger, receiver or error"
        placeholder="Trigger, receiver, error"
        defaultValue={filter.q}
        onChange={event => search(event.currentTarget.value)}
      />
      {filter.stream !== undefined && (
        <Chosen all="All streams" drop={() => router.push(hrefOf({ stream: undefined }))}>
          Stream: {filter.stream}
        </Chosen>
      )}
    </div>
  )
}
