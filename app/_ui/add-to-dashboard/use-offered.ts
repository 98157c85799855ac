'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { notifyFailure } from '#app/_ui/use-action.ts'

const TYPING_PAUSE_MS = 200
const SHOWN = 100

interface Offered {
  id: number
  name: string
  declared: boolean
}

/** Dashboards that something can be put on, searched on the server. */
export function useOffered() {
  const [offered, setOffered] = useState<Offered[] | null>(null)
  const [text, search] = useState('')
  const [q] = useDebouncedValue(text, TYPING_PAUSE_MS)

  useEffect(() => {
    const leaving = new AbortController()
    const query = new URLSearchParams({ limit: String(SHOWN), ...(q && { q }) })
    fetch(`/api/dashboards?${query}`, { signal: leaving.signal })
      .then(async answer => {
        if (!answer.ok) throw new Error('The dashboards could not be read.')
        const { items } = (await answer.json()) as { items: Offered[] }
        setOffered(items.filter(({ declared }) => !declared))
      })
      .catch((error: Error) => leaving.signal.aborted || notifyFailure(error.message))
    return () => leaving.abort()
  }, [q])

  return { offered: offered ?? [], isLoading: offered === null, search }
}
