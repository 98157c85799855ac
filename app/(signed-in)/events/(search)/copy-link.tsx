'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { CopyButton } from '#app/_ui/copy-button.tsx'
import { type Query, withQuery } from '#app/_ui/query.ts'
import { zoomTo } from '#app/_ui/range/range.ts'

/** The address of exactly this, with the time that is shown now: for a colleague, or a note. */
export function CopyLink({ from, to }: { from: number; to: number }) {
  const path = usePathname()
  const query: Query = Object.fromEntries(useSearchParams())
  const [origin, setOrigin] = useState('')
  useEffect(() => setOrigin(location.origin), [])
  return (
    <CopyButton
      text={origin + withQuery(path, query, zoomTo(from, to))}
      label="Copy a link to this view"
      word="Copy link"
      size="compact-md"
    />
  )
}
