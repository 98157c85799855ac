import { setTimeout as delay } from 'node:timers/promises'
import { places } from '#app/_server/places.ts'
import { collectNews } from '#app/api/events/live/_news.ts'
import { hear } from '#lib/db/notices.ts'
import { follow } from '#lib/events/live/data.ts'
import type { Watch } from '#lib/events/live/watch.ts'
import { UserError } from '#lib/failures.ts'

/** Each costs the intakes time; somebody has a few pages open, and nobody takes the places of all others. */
const readers = places({ all: 200, each: 20 })
/** The intakes are asked to say that they have heard; where none runs, nobody waits for longer. */
const HEARD_MS = 5_000
const HEARTBEAT_MS = 15_000

/** After these somebody who reads may do so no longer, or comes at something else. */
const ACCESS = /^(person:|token:|groups$)/

interface Live {
  /** holds the place */
  who: string
  watch: Watch
  mayStay(): Promise<boolean>
  heartbeatMs?: number
}

/**
 * What is stored of a watch from now on, as server-sent events, until the reader has left or may not stay: it is asked at once
 * when a person or a token has changed, and every so often. Of more than 200 a second a fair share is sent, and `sampled` tells
 * every second how many there were. A slow reader gets fewer. Throws a UserError when there is no place.
 */
export async function openLiveEvents({ who, watch, mayStay, heartbeatMs = HEARTBEAT_MS }: Live) {
  if (readers.isFullFor(who))
    throw new UserError('Too many pages follow events live.', { code: 'too_many' })
  const giveBack = readers.take(who)
  const news = collectNews()
  let isInDoubt = false
  const stopHearing = hear(['belfry_config'], payload => {
    if (payload !== null && !ACCESS.test(payload)) return
    isInDoubt = true
    news.wake()
  })
  const heard = Promise.withResolvers<void>()
  const leave = await follow(watch, told => {
    heard.resolve()
    news.add(told)
  }).catch(error => {
    stopHearing()
    giveBack()
    throw error
  })
  await Promise.race([heard.promise, delay(HEARD_MS)])

  return async function* live(left: AbortSignal) {
    const end = onlyOnce(() => {
      leave()
      stopHearing()
      giveBack()
    })
    // Whoever has left does not read on, and so would hold the place.
    left.addEventListener('abort', end, { once: true })
    try {
      yield 'retry: 2000\n\n'
      for (let askedAt = performance.now(); !left.aborted; ) {
        if (isInDoubt || performance.now() - askedAt >= heartbeatMs) {
          isInDoubt = false
          if (!(await mayStay())) return
          askedAt = performance.now()
        }
        yield news.take() || ':\n\n'
        if (!isInDoubt) await news.come(left, heartbeatMs)
      }
    } finally {
      end()
    }
  }
}

function onlyOnce(work: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) work()
    isDone = true
  }
}
