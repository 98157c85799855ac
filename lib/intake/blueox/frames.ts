import type { Event } from '#lib/events/event.ts'
import type { DropReason } from '#lib/events/intake/contract.ts'
import { type Meta, readMeta } from '#lib/intake/blueox/meta.ts'
import { readEvent } from '#lib/intake/events/plain.ts'
import { type Fields, isFields } from '#lib/intake/untrusted.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { Double, writeMessage } from '#lib/msgpack/write.ts'

/** Reads one message of the collection port; `now` in unix seconds. Answers why it is no event, otherwise. */
export function readFrames(frames: readonly Buffer[], now: number): Event | DropReason {
  const [head, body] = frames
  if (!head || !body || frames.length !== 2) return 'wrong_frames'
  const meta = readMeta(head)
  if (typeof meta === 'string') return meta
  const map = mapOf(body)
  if (!map) return 'not_msgpack'
  const read = readEvent(completed(map, meta), now)
  return 'read' in read ? read.read : 'invalid'
}

function mapOf(body: Buffer): Fields | undefined {
  try {
    const value = readMessage(body)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The map has the names in full and decides; what it leaves out stands in the first frame. */
function completed(map: Fields, { type, host, end }: Meta): Fields {
  if (typeof map.type !== 'string' || map.type === '') map.type = type
  if (typeof map.host !== 'string' || map.host === '') map.host = host
  map.end ??= end
  return map
}

/** The two frames of the live stream: the type, by which subscribers choose, and the event as BlueOx's clients make it. */
export function liveFrames({ type, id, host, pid, start, at, traits }: Event): [string, Buffer] {
  const map = {
    ...{ id, type, host, pid, start: new Double(start), end: new Double(at) },
    body: traits === null ? {} : (JSON.parse(traits) as Fields),
  }
  return [type, writeMessage(map)]
}
