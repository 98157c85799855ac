'use client'

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'

const TICK_MS = 1000
const ZONE_COOKIE_LIFE_S = 400 * 86_400

const ServerTime = createContext({ now: 0, zone: 'UTC' })

interface Props {
  now: number
  zone: string
  children: ReactNode
}

/**
 * Gives all times of a page one clock and one zone. The first drawing in the browser uses the server's, so
 * that both are alike; the browser's zone is kept in a cookie for the next page that the server draws.
 */
export function TimeProvider({ now, zone, children }: Props) {
  // Constant, since parts of a page may come to life later than others.
  const [server] = useState({ now, zone })

  useEffect(() => {
    const own = browserZone()
    if (own !== server.zone)
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing where the page has no TLS
      document.cookie = `zone=${own}; path=/; max-age=${ZONE_COOKIE_LIFE_S}; samesite=lax`
  }, [server])

  return <ServerTime value={server}>{children}</ServerTime>
}

/** The zone in which this person reads times. */
export function useZone(): string {
  const server = useContext(ServerTime).zone
  return useSyncExternalStore(never, browserZone, () => server)
}

const never = () => () => {}
let zone: string | undefined
const browserZone = () => (zone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone)

/** The time now, renewed every second. */
export function useNow(): number {
  const server = useContext(ServerTime).now
  return useSyncExternalStore(
    subscribe,
    () => current,
    () => server,
  )
}

let current = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  listeners.add(listener)
  current = Date.now()
  timer ??= setInterval(tick, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function tick() {
  current = Date.now()
  for (const listener of listeners) listener()
}
