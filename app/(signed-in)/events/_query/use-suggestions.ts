'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import { askedAt, knownAt, type Suggestion } from '#app/(signed-in)/events/_query/suggestions.ts'
import { placeAt } from '#lib/events/query/completion.ts'

const TYPING_PAUSE_MS = 120

/** What may come where one types; `also` says of which events. Nothing while it is not wanted. */
export function useSuggestions(
  query: string,
  caret: number,
  { also, isWanted }: { also: Record<string, string>; isWanted: boolean },
): Suggestion[] {
  const place = useMemo(() => placeAt(query, caret), [query, caret])
  const asked = isWanted ? askedAt(place) : null
  const now = asked ? `/api/events/completions?${new URLSearchParams({ ...also, ...asked })}` : ''
  const [address] = useDebouncedValue(now, TYPING_PAUSE_MS)
  const [found, setFound] = useState<{ address: string; items: Suggestion[] }>({
    address: '',
    items: [],
  })

  useEffect(() => {
    if (address === '') return
    const leaving = new AbortController()
    read(address, leaving.signal).then(
      items => setFound({ address, items }),
      // Without suggestions one can still type.
      () => {},
    )
    return () => leaving.abort()
  }, [address])

  return useMemo(() => {
    const items = found.address === now ? found.items : []
    // What is there as a whole already is no suggestion.
    return [...knownAt(place), ...items].filter(({ text }) => text !== place.typed)
  }, [place, found, now])
}

async function read(address: string, signal: AbortSignal): Promise<Suggestion[]> {
  const answer = await fetch(address, { signal })
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return ((await answer.json()) as { items: Suggestion[] }).items
}
