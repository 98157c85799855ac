import { Pull } from 'zeromq'
import type { EventIntake } from '#lib/events/intake/contract.ts'
import { bindTo, optionsFor } from '#lib/intake/blueox/bind.ts'
import { readFrames } from '#lib/intake/blueox/frames.ts'
import { letGo, nextOf, WAIT_MS } from '#lib/intake/blueox/receive.ts'
import type { Log } from '#lib/log.ts'
import type { Project } from '#lib/projects/schema.ts'

/** One frame; who sends a longer one is hung up on. */
const FRAME_BYTES = 1024 * 1024
/** Messages of one sender that wait to be read, and may be as long as that; what is more waits at the sender. */
const WAITING = 250
/** Senders that do it wrong are told of so often. */
const WARNED_EVERY_MS = 60_000

export interface Collection {
  port: number
  /** Takes what has come already, as far as there is room. */
  close(): Promise<void>
}

interface Options {
  host: string
  port: number
  events: EventIntake
  /** whose the events are that come now */
  project(): Project
  log: Log
}

/** BlueOx's collection port: events without an answer, not read while there is no room for them. */
export async function collect({ host, port, events, project, log }: Options): Promise<Collection> {
  const socket = new Pull({
    ...{ maxMessageSize: FRAME_BYTES, receiveHighWaterMark: WAITING, receiveTimeout: WAIT_MS },
    ...optionsFor(host),
    linger: 0,
  })
  const boundTo = await bindTo(socket, { what: 'events of BlueOx', host, port })
  const warn = openWarning(log)
  const closing = Promise.withResolvers<void>()
  let isClosing = false

  function take(frames: readonly Buffer[]) {
    const event = readFrames(frames, Date.now() / 1000)
    if (typeof event === 'string') {
      events.drop(project(), 'blueox', event)
      warn(event)
    } else events.offer(project(), 'blueox', event, frames[1]?.length ?? 0)
  }

  /** One message is not to end the reading of all others. */
  function tryToTake(frames: readonly Buffer[]) {
    try {
      take(frames)
    } catch (error) {
      log.error({ err: error }, 'an event of BlueOx could not be read')
      events.drop(project(), 'blueox', 'invalid')
    }
  }

  async function read() {
    while (!isClosing) {
      const room = events.room()
      if (room) await Promise.race([room, closing.promise])
      else {
        const frames = await nextOf(socket)
        if (frames) tryToTake(frames)
      }
    }
  }

  async function readOut() {
    while (!events.room()) {
      const frames = await nextOf(socket)
      if (!frames) return
      tryToTake(frames)
    }
  }

  const broken = (error: unknown) =>
    log.error({ err: error }, 'events of BlueOx are not read any more')
  const reading = read().catch(broken)
  return {
    port: boundTo,
    async close() {
      isClosing = true
      closing.resolve()
      await reading
      await letGo(socket, log)
      await readOut().catch(broken)
      socket.close()
    },
  }
}

/** Says why messages are dropped, once in a while: they are counted beside that. */
function openWarning(log: Log): (reason: string) => void {
  const told = new Map<string, number>()
  return reason => {
    const now = performance.now()
    if (now - (told.get(reason) ?? Number.NEGATIVE_INFINITY) < WARNED_EVERY_MS) return
    told.set(reason, now)
    log.warn({ reason }, 'what came to BlueOx’s collection port is dropped')
  }
}
