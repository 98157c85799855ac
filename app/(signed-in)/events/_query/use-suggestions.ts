'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'
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
  const now = asked ? new URLSearchParams(asked).toString() : ''
  const [wanted] = useDebouncedValue(now, TYPING_PAUSE_MS)
  const [found, setFound] = useState<{ wanted: string; items: Suggestion[] }>({
    wanted: '',
    items: [],
  })
  // A page that follows the time asks of another one all along; that is no reason to suggest anew.
  const addressOf = useEffectEvent(
    (part: string) => `/api/events/completions?${new URLSearchParams(also)}&${part}`,
  )

  useEffect(() => {
    if (wanted === '') return
    const leaving = new AbortController()
    read(addressOf(wanted), leaving.signal).then(
      items => setFound({ wanted, items }),
      // Without suggestions one can still type.
      () => {},
    )
    return () => leaving.abort()
  }, [wanted])

  return useMemo(() => {
    const items = found.wanted === now ? found.items : []
    // What is there as a whole already is no suggestion.
    return [...knownAt(place), ...items].filter(({ text }) => text !== place.typed)
  }, [place, found, now])
}

async function read(address: string, signal: AbortSignal): Promise<Suggestion[]> {
  const answer = await fetch(address, { signal })
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
  return ((await answer.json()) as { items: Suggestion[] }).items
}
