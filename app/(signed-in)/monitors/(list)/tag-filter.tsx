'use client'

import { Select } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { withQuery } from '#app/_ui/query.ts'

export function TagFilter({ tags, tag }: { tags: string[]; tag: string | null }) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const choose = (next: string | null) =>
    startTransition(() =>
      router.push(withQuery(path, query, { tag: next ?? undefined, page: undefined })),
    )

  return (
    <Select
      aria-label="Tag"
      placeholder="Tag: any"
      size="xs"
      w={150}
      data={tag && !tags.includes(tag) ? [tag, ...tags] : tags}
      value={tag}
      onChange={choose}
      searchable
      clearable
      limit={100}
      nothingFoundMessage="No such tag"
    />
  )
}
