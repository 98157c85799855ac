import { answerTo } from '#lib/intake/blueox/control.ts'
import { readMeta, writeMeta } from '#lib/intake/blueox/meta.ts'
import { addressOf, collectAddress, controlAddress } from '#lib/intake/blueox/ports.ts'
import { openSeen, type Status } from '#lib/intake/blueox/seen.ts'
import { readMessage } from '#lib/msgpack/read.ts'
import { Double, writeMessage } from '#lib/msgpack/write.ts'
import type { Adapter } from '#tests/golden/adapter.ts'

/** Frames, MessagePack, and what the control port answers. */
export const wire: Adapter['groups'] = {
  meta_frame(golden) {
    if (golden.type_length !== undefined) return cut(golden.type_length, golden.expected_in_frame)
    const { end, host, type } = golden
    const bytes = writeMeta({ end: Number(end), host: String(host), type: String(type) })
    return {
      expected: [golden.expected_hex, golden.expected_length, { end, host, type }],
      got: [bytes.toString('hex'), bytes.length, readMeta(bytes)],
    }
  },

  meta_version({ version, expected_accepted }) {
    const bytes = writeMeta({ end: 1, host: 'h', type: 't' })
    bytes[0] = Number(version)
    return { expected: expected_accepted, got: readMeta(bytes) !== 'unknown_version' }
  },

  msgpack({ event, expected_hex }) {
    const bytes = Buffer.from(String(expected_hex), 'hex')
    const written = writeMessage(withDoubles(event, bytes))
    return { expected: [expected_hex, event], got: [written.toString('hex'), readMessage(bytes)] }
  },

  async control({ request, request_hex, reply, reply_hex }) {
    const asked = request_hex ? Buffer.from(String(request_hex), 'hex') : writeMessage(request)
    const { port = 0 } = reply as { port?: number }
    let hasStopped = false
    const { bytes, afterwards } = await answerTo(asked, {
      ...{ streamPort: port, collectPort: port },
      status: async () => statusLike(reply as Status),
      shutdown: () => {
        hasStopped = true
      },
    })
    afterwards?.()
    const isStop = (request as { cmd?: string }).cmd === 'SHUTDOWN'
    return {
      expected: [reply, reply_hex, isStop],
      got: [readMessage(bytes), reply_hex && bytes.toString('hex'), hasStopped],
    }
  },

  ports({ what, given, env, default_host, default_port, expected }) {
    const read = () => {
      if (default_port !== undefined)
        return addressOf(textOf(given), String(default_host), Number(default_port))
      return String(what).includes('BLUEOX_CLIENT_HOST')
        ? controlAddress({ BLUEOX_CLIENT_HOST: textOf(env) })
        : collectAddress({ BLUEOX_HOST: textOf(env) })
    }
    return { expected: expected ?? null, got: orNull(read) }
  },
}

const textOf = (given: unknown) => (typeof given === 'string' ? given : undefined)

/** What cannot be read is an error, and null here. */
function orNull<T>(read: () => T): T | null {
  try {
    return read()
  } catch {
    return null
  }
}

/** The type as it stands in the frame, or its length, or null where it is refused. */
function cut(length: unknown, expected: unknown) {
  const type = 't'.repeat(Number(length))
  const read = orNull(() => readMeta(writeMeta({ end: 1, host: 'h', type })))
  const name = typeof read === 'object' && read ? read.type : null
  return { expected, got: typeof expected === 'number' ? name?.length : name }
}

/** As after the one event that the reply tells of. */
function statusLike({ last, events, hosts }: Status): Status {
  const seen = openSeen()
  const [[type, { last: at }] = ['', { last: 0 }]] = Object.entries(events)
  const [host = ''] = Object.keys(hosts)
  seen.note([{ type, host, at }], last)
  return seen.status({ types: new Map(), hosts: new Map() })
}

/** JSON does not tell which whole numbers were doubles; the bytes do: such a one agrees with more of them. */
function withDoubles(event: unknown, bytes: Buffer): unknown {
  let marked: unknown = event
  const count = JSON.stringify(event).length
  for (let i = 0; i < count; i++) {
    const next = withDoubleAt(marked, i)
    if (agreement(writeMessage(next), bytes) > agreement(writeMessage(marked), bytes)) marked = next
  }
  return marked
}

/** The same value with its number of this place among its numbers as a double. */
function withDoubleAt(value: unknown, place: number): unknown {
  let at = 0
  function copy(item: unknown): unknown {
    if (typeof item === 'number') return at++ === place ? new Double(item) : item
    if (item instanceof Double) {
      at++
      return item
    }
    if (Array.isArray(item)) return item.map(copy)
    if (typeof item !== 'object' || item === null) return item
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, copy(inner)]))
  }
  return copy(value)
}

/** How many bytes they have in common from the beginning. */
function agreement(a: Buffer, b: Buffer): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at++
  return at
}
