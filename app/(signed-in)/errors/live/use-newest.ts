'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { subscribe } from '#app/_ui/live-hub.ts'
import { type HeldRows, release, take } from '#app/(signed-in)/errors/live/held-rows.ts'
import type { NewestErrors } from '#lib/errors/live/schema.ts'

/** However much comes in, the page asks this often at most. */
const ASKED_EVERY_MS = 1_000
/** The rate falls also when nothing comes. */
const RATE_EVERY_MS = 5_000

/**
 * Follows what comes in from an address of the API, beginning with what the server drew. While it is held, what
 * comes waits.
 */
export function useNewest(address: string, first: NewestErrors, isHeld: boolean) {
  const [rows, setRows] = useState<HeldRows>({ shown: first.items, waiting: [] })
  const [perSecond, setPerSecond] = useState(first.perSecond)
  const [isReached, setReached] = useState(true)
  const held = useEffectEvent(() => isHeld)

  useEffect(() => {
    const left = new AbortController()
    let isAsking = false
    let timer: ReturnType<typeof setTimeout> | undefined

    async function ask() {
      timer = undefined
      isAsking = true
      const newest = await read(address, left.signal).catch(() => null)
      isAsking = false
      if (left.signal.aborted) return
      setReached(newest !== null)
      if (newest) {
        const isHeldNow = held()
        setPerSecond(newest.perSecond)
        setRows(present => take(present, newest.items, isHeldNow))
      }
    }
    const askSoon = () => {
      if (!isAsking) timer ??= setTimeout(ask, ASKED_EVERY_MS)
    }
    const unsubscribe = subscribe(['errors'], askSoon)
    const ticking = setInterval(
      () => document.visibilityState === 'visible' && askSoon(),
      RATE_EVERY_MS,
    )
    return () => {
      left.abort()
      clearTimeout(timer)
      clearInterval(ticking)
      unsubscribe()
    }
  }, [address])

  useEffect(() => {
    if (!isHeld) setRows(release)
  }, [isHeld])

  return { ...rows, perSecond, isReached, show: () => setRows(release) }
}

async function read(address: string, signal: AbortSignal): Promise<NewestErrors> {
  const response = await fetch(address, { signal })
  if (!response.ok) throw new Error(`the server answered ${response.status}`)
  return response.json()
}
