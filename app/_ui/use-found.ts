'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { notifyFailure } from '#app/_ui/use-action.ts'

const TYPING_PAUSE_MS = 200
const FOUND = 100

/**
 * What a list of the API has that fits what was typed, the first page of it: for fields that choose among more than a
 * page can hold.
 */
export function useFound<T>(path: string, also: Record<string, string> = {}) {
  const [found, setFound] = useState<T[] | null>(null)
  const [text, search] = useState('')
  const [q] = useDebouncedValue(text.trim(), TYPING_PAUSE_MS)
  const address = `${path}?${new URLSearchParams({ ...also, limit: String(FOUND), ...(q && { q }) })}`

  useEffect(() => {
    const leaving = new AbortController()
    fetch(address, { signal: leaving.signal })
      .then(async answer => {
        if (!answer.ok) throw new Error('What there is to choose from could not be read.')
        setFound(((await answer.json()) as { items: T[] }).items)
      })
      .catch((error: Error) => leaving.signal.aborted || notifyFailure(error.message))
    return () => leaving.abort()
  }, [address])

  return { found: found ?? [], isLoading: found === null, search }
}
