'use client'

import { Select } from '@mantine/core'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { withQuery } from '#app/_ui/query.ts'

interface Props {
  newest: number
  version: number
  base: number | undefined
}

/** Which version it is compared with. */
export function CompareWith({ newest, version, base }: Props) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  const others = Array.from({ length: newest }, (_, i) => newest - i).filter(
    other => other !== version,
  )
  if (others.length === 0) return null
  return (
    <Select
      aria-label="Compare with"
      placeholder="Compare with …"
      size="xs"
      w={190}
      data={others.map(other => ({ value: String(other), label: `Compared with ${other}` }))}
      value={base === undefined ? null : String(base)}
      onChange={chosen =>
        startTransition(() =>
          router.replace(withQuery(path, query, { with: chosen ?? undefined }), { scroll: false }),
        )
      }
      searchable
      limit={100}
      allowDeselect={false}
    />
  )
}
