import { setImmediate as nextTurn } from 'node:timers/promises'
import { Publisher } from 'zeromq'
import type { Event } from '#lib/events/event.ts'
import { bindBetween, optionsFor } from '#lib/intake/blueox/bind.ts'
import { liveFrames } from '#lib/intake/blueox/frames.ts'
import type { Log } from '#lib/log.ts'

/** As BlueOx has it. */
const PORTS = { from: 35_000, to: 36_000 }
/** Events that wait to be sent, and that wait at one watcher: what one commit stores. What is more is left out. */
const WAITING = 20_000
/** Sent before others have their turn. */
const AT_ONCE = 200

export interface LiveStream {
  port: number
  /** Sends events to those who watch, if anybody does; one who is too slow misses some. */
  publish(events: readonly Event[]): void
  watchers(): number
  close(): Promise<void>
}

/** BlueOx's live stream: what is stored, for everybody who subscribes. */
export async function openStream(host: string, log: Log): Promise<LiveStream> {
  const socket = new Publisher({ ...optionsFor(host), sendHighWaterMark: WAITING, linger: 0 })
  let watchers = 0
  socket.events.on('accept', () => watchers++)
  socket.events.on('disconnect', () => watchers--)
  const port = await bindBetween(socket, PORTS, { what: 'the live stream of BlueOx', host })
  let waiting: Event[] = []
  let sending: Promise<void> | undefined

  async function send() {
    while (waiting.length > 0) {
      const events = waiting
      waiting = []
      for (const [i, event] of events.entries()) {
        if (i % AT_ONCE === 0) await nextTurn()
        if (socket.closed || watchers === 0) return
        await socket.send(liveFrames(event))
      }
    }
  }

  return {
    port,
    publish(events) {
      if (watchers === 0) return
      waiting.push(...events.slice(0, WAITING - waiting.length))
      sending ??= send()
        .catch((error: unknown) => {
          if (!socket.closed) log.warn({ err: error }, 'events could not be shown live')
        })
        .finally(() => {
          sending = undefined
        })
    },
    watchers: () => watchers,
    async close() {
      waiting = []
      socket.close()
      await sending
    },
  }
}
