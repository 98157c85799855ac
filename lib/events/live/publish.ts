import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Event } from '#lib/events/event.ts'
import type { EventIntake } from '#lib/events/intake/contract.ts'
import { concerns, lookAt, type OpenWatch, openWatch, takeOf } from '#lib/events/live/open-watch.ts'
import { piecesOf } from '#lib/events/live/publication.ts'
import { PUBLISHED, readNotice, WATCH_MS } from '#lib/events/live/watch.ts'
import { log } from '#lib/log.ts'
import type { Project } from '#lib/projects/schema.ts'

const PUBLISHED_EVERY_MS = 250
/** Looking takes this share of the time at most: taking events in is more important. */
const LOOKING_MS = PUBLISHED_EVERY_MS * 0.3

export interface Publisher {
  /** Takes what a web process tells of who watches; null when that may have been missed. */
  hear(notice: string | null): void
  close(): Promise<void>
}

interface Given {
  pool: Pool
  /** tells of what was stored */
  events: Pick<EventIntake, 'onStored'>
  /** how long a watch lasts that is not told of again */
  watchMs?: number
}

/**
 * Tells the web processes of stored events, as long as somebody watches: all that match are counted, a fair share of them is
 * sent. While nobody watches nothing is done.
 */
export function openPublisher({ pool, events, watchMs = WATCH_MS }: Given): Publisher {
  const name = randomUUID().slice(0, 13)
  const open = new Map<string, OpenWatch>()
  let stop: (() => void) | undefined
  let publishing: Promise<void> | undefined
  let count = 0
  let lookedMs = 0

  function start() {
    const stopListening = events.onStored(look)
    const timer = setInterval(tick, PUBLISHED_EVERY_MS)
    stop = () => {
      stopListening()
      clearInterval(timer)
      stop = undefined
    }
  }

  function look(project: Project, stored: readonly Event[]) {
    const begun = performance.now()
    const concerned = [...open.values()].filter(one => concerns(one.watch, project))
    if (lookedMs > LOOKING_MS) for (const one of concerned) one.unread += stored.length
    else for (const event of stored) lookAt(event, project.name, concerned)
    lookedMs += performance.now() - begun
  }

  function tick() {
    lookedMs = 0
    for (const [id, { endsAt }] of open) if (endsAt < performance.now()) open.delete(id)
    if (open.size === 0) stop?.()
    // What comes meanwhile waits in the samples.
    publishing ??= publish().finally(() => {
      publishing = undefined
    })
  }

  async function publish() {
    const told = [...open.values()].flatMap(takeOf)
    if (told.length === 0) return
    try {
      await pool.query(NOTIFY, [PUBLISHED, await piecesOf(`${name}.${++count}`, told)])
    } catch (error) {
      log.warn({ err: error }, 'events could not be told to those who watch')
    }
  }

  return {
    hear(notice) {
      const heard = notice === null ? null : readNotice(notice)
      if (!heard) return
      const one = open.get(heard.watch.id) ?? openWatch(heard.watch, open.size)
      if (!one) return
      open.set(heard.watch.id, one)
      one.endsAt = performance.now() + watchMs
      one.isAwaited ||= heard.isNew
      if (!stop) start()
      if (heard.isNew) tick()
    },

    async close() {
      open.clear()
      stop?.()
      await publishing
    },
  }
}

/** In one transaction, so that they come one after the other. */
const NOTIFY = `
  select pg_notify($1, piece) from unnest($2::text[]) with ordinality as given(piece, place) order by place`
