import type { Told } from '#lib/events/live/publication.ts'
import { openSample } from '#lib/events/live/sample.ts'
import { SHOWN_PER_SECOND } from '#lib/events/live/watch.ts'

const COUNTED_EVERY_MS = 1_000

/** What is to be sent: a sample, and how many there were. */
export function collectNews() {
  const sample = openSample<string>(SHOWN_PER_SECOND)
  let counts = { shown: 0, matched: 0, unread: 0 }
  let countedAt = performance.now()
  let isNew = false
  let wake = () => {}

  const isSampled = () => counts.matched > counts.shown || counts.unread > 0
  const dueMs = () => countedAt + COUNTED_EVERY_MS - performance.now()

  function counted(): string {
    if (dueMs() > 0) return ''
    const text = isSampled() ? `event: sampled\ndata: ${JSON.stringify(counts)}\n\n` : ''
    counts = { shown: 0, matched: 0, unread: 0 }
    countedAt = performance.now()
    return text
  }

  return {
    wake: () => wake(),

    add({ matched, unread, events }: Told) {
      counts.matched += matched
      counts.unread += unread
      for (const event of events) sample.add(event, event.length)
      isNew ||= matched + unread > 0
      if (isNew) wake()
    },

    take(): string {
      isNew = false
      const events = sample.take()
      counts.shown += events.length
      return events.map(event => `event: event\ndata: ${event}\n\n`).join('') + counted()
    },

    /** Resolves when there is something to take, or nothing for long. */
    async come(left: AbortSignal, mostMs: number): Promise<void> {
      if (isNew || left.aborted) return
      const waitMs = isSampled() ? Math.ceil(Math.max(dueMs(), 0)) : mostMs
      const limit = AbortSignal.any([left, AbortSignal.timeout(waitMs)])
      await new Promise<void>(resolve => {
        wake = resolve
        limit.addEventListener('abort', () => resolve(), { once: true })
      })
    },
  }
}
