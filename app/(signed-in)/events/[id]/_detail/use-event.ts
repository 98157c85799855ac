import { useEffect, useState } from 'react'

/** An event as the API gives it. */
export interface WholeEvent {
  type: string
  id: string
  uid: string
  project: string
  host: string
  pid: number | null
  start: string
  at: string
  duration: number
  traits: Record<string, unknown> | null
}

type Reading = { event: WholeEvent } | { problem: string } | null

/** One event in full; null while it is on its way. */
export function useEvent(id: string, uid: string): Reading {
  const [reading, setReading] = useState<Reading>(null)
  useEffect(() => {
    const leaving = new AbortController()
    read(`/api/events/${encodeURIComponent(id)}/${encodeURIComponent(uid)}`, leaving.signal)
      .then(event => setReading({ event }))
      .catch((error: Error) => leaving.signal.aborted || setReading({ problem: error.message }))
    return () => leaving.abort()
  }, [id, uid])
  return reading
}

async function read(address: string, signal: AbortSignal): Promise<WholeEvent> {
  const answer = await fetch(address, { signal })
  if (answer.status === 404) throw new Error('This event is not kept any more.')
  if (!answer.ok) throw new Error('This event could not be read.')
  return answer.json()
}
