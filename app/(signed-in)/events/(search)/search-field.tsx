'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { startTransition } from 'react'
import { withQuery } from '#app/_ui/query.ts'
import { QueryField } from '#app/(signed-in)/events/_query/query-field.tsx'

/** The query of the address. */
export function SearchField({ q, among }: { q: string; among: Record<string, string> }) {
  const router = useRouter()
  const path = usePathname()
  const query = Object.fromEntries(useSearchParams())
  return (
    <QueryField
      q={q}
      among={among}
      submit={text =>
        startTransition(() =>
          router.push(withQuery(path, query, { q: text, cursor: undefined }), { scroll: false }),
        )
      }
    />
  )
}
