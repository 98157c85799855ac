'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { openMeter, type Rate } from '#app/(signed-in)/events/live/rate.ts'
import {
  addEarlier,
  NO_ROWS,
  type Row,
  type Rows,
  release,
  rowOf,
  take,
} from '#app/(signed-in)/events/live/rows.ts'
import type { ToldEvent } from '#app/(signed-in)/events/live/told.ts'
import { addressOf, type View } from '#app/(signed-in)/events/live/view.ts'

/** What has come is drawn this often at most. */
const DRAWN_EVERY_MS = 250
const EARLIER = 100
const REFUSED_AGAIN_MS = 15_000

export type Connection = 'connecting' | 'live' | 'away' | 'none'

/**
 * Follows events as they are stored, beginning with those of the last quarter of an hour. While it is held, what comes waits.
 * A hidden tab lets go: a browser allows six connections to a server. Without a view nothing is followed.
 */
export function useTail(view: View | null, isHeld: boolean) {
  const [rows, setRows] = useState<Rows>(NO_ROWS)
  const [rate, setRate] = useState<Rate>({ shown: 0, matched: 0, isLeast: false })
  const [connection, setConnection] = useState<Connection>(view ? 'connecting' : 'none')
  const [isEmpty, setEmpty] = useState(false)
  const isHeldNow = useEffectEvent(() => isHeld)
  const address = view && addressOf('/api/events/live', view)
  const earlier = view && addressOf('/api/events', view, { from: '-15min', limit: String(EARLIER) })

  useEffect(() => {
    if (!address || !earlier) return
    const stop = new AbortController()
    const meter = openMeter()
    let key = 0
    let come: Row[] = []
    let source: EventSource | undefined
    let again: ReturnType<typeof setTimeout> | undefined

    const next = (event: ToldEvent) => rowOf(++key, event)

    function open() {
      if (source) return
      source = new EventSource(address as string)
      source.onopen = () => setConnection('live')
      source.onerror = () => {
        setConnection('away')
        // The browser tries again by itself, but not after a refusal.
        if (source?.readyState !== EventSource.CLOSED) return
        close()
        again = setTimeout(open, REFUSED_AGAIN_MS)
      }
      source.addEventListener('event', ({ data }) => {
        come.push(next(JSON.parse(data)))
        meter.shown(1)
      })
      source.addEventListener('sampled', ({ data }) => meter.sampled(JSON.parse(data)))
    }
    function close() {
      clearTimeout(again)
      source?.close()
      source = undefined
    }
    const followVisibility = () => (document.visibilityState === 'hidden' ? close() : open())

    const drawing = setInterval(() => {
      const held = isHeldNow()
      const taken = come
      come = []
      if (taken.length > 0) setRows(present => take(present, taken, held))
      setRate(meter.rate())
    }, DRAWN_EVERY_MS)
    document.addEventListener('visibilitychange', followVisibility)
    followVisibility()
    read(earlier, stop.signal)
      .then(events => setRows(present => addEarlier(present, events.map(next))))
      .catch(() => {})
      .finally(() => setEmpty(!stop.signal.aborted))
    return () => {
      stop.abort()
      clearInterval(drawing)
      document.removeEventListener('visibilitychange', followVisibility)
      close()
    }
  }, [address, earlier])

  useEffect(() => {
    if (!isHeld) setRows(release)
  }, [isHeld])

  return {
    ...rows,
    isEmpty: isEmpty && rows.shown.length === 0,
    rate,
    connection,
    show: () => setRows(release),
  }
}

async function read(address: string, signal: AbortSignal): Promise<ToldEvent[]> {
  const response = await fetch(address, { signal })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  const { items } = (await response.json()) as { items: ToldEvent[] }
  return items
}
