'use client'

import { useRouter } from 'next/navigation'
import { startTransition, useEffect, useEffectEvent, useState } from 'react'
import { type Connection, subscribe, type Topic, watchConnection } from '#app/_ui/live-hub.ts'
import css from '#app/_ui/use-live.module.css'

/** A change of what is shown is drawn this soon; anything else may wait. */
const SOON_MS = 400
const LATER_MS = 5_000
/** Between two refreshes, so that a page of busy monitors stays calm; pages that cost more take longer ones. */
const PAUSE_MS = 2_000

/**
 * Asks the server for this page's data again when something of these topics changes, without a reload.
 * `concerns` tells whether an id is shown right now; changes elsewhere are waited for longer.
 */
export function useLive(
  topics: readonly Topic[],
  concerns?: (id: string | number) => boolean,
  pauseMs = PAUSE_MS,
) {
  const router = useRouter()
  const isShown = useEffectEvent((ids: readonly (string | number)[] | null) =>
    Boolean(ids === null || !concerns || ids.some(concerns)),
  )
  const refresh = useEffectEvent(() => startTransition(() => router.refresh()))
  const key = topics.join()

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let due = Number.POSITIVE_INFINITY
    let last = Date.now()

    const unsubscribe = subscribe(key.split(',') as Topic[], ids => {
      const wanted = Math.max(Date.now() + (isShown(ids) ? SOON_MS : LATER_MS), last + pauseMs)
      if (wanted >= due) return
      clearTimeout(timer)
      due = wanted
      timer = setTimeout(run, due - Date.now())
    })
    function run() {
      due = Number.POSITIVE_INFINITY
      last = Date.now()
      refresh()
    }
    return () => {
      clearTimeout(timer)
      unsubscribe()
    }
  }, [key, pauseMs])
}

/** A quiet word on whether the page follows what happens. */
export function LiveIndicator() {
  const [connection, setConnection] = useState<Connection>('live')
  useEffect(() => watchConnection(setConnection), [])
  const isLive = connection === 'live'
  return (
    <span
      className={css.live}
      data-connection={connection}
      title={isLive ? 'Changes appear by themselves' : 'Connecting to the server again'}
    >
      {isLive ? 'live' : 'not live'}
    </span>
  )
}
