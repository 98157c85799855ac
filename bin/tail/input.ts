import { fstatSync } from 'node:fs'
import type { Told } from '#bin/tail/told.ts'
import { UserError } from '#lib/failures.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'
import { openMessageStream } from '#lib/msgpack/read.ts'

/** A longer line is no event. */
const LINE_CHARACTERS = 8 * 1024 * 1024

/** Whether something is put into standard input: a file or what another program says, and not a terminal or nothing. */
export function hasInput(): boolean {
  const input = fstatSync(0)
  return input.isFile() || input.isFIFO() || input.isSocket()
}

/** Events one after another, as lines of JSON or in MessagePack. Throws a UserError where it can be read no further. */
export async function* eventsIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Told, void> {
  let stream: { read(chunk: Uint8Array): unknown[]; end(): unknown[] } | undefined
  for await (const chunk of chunks) {
    stream ??= isMessagePack(chunk[0] ?? 0) ? messages() : lines()
    yield* stream.read(chunk).filter(isFields)
  }
  yield* (stream?.end() ?? []).filter(isFields)
}

/** JSON begins with a sign of ASCII, a map of MessagePack never does. */
const isMessagePack = (first: number) => first >= 0x80

function messages() {
  const stream = openMessageStream()
  return {
    read: stream.read,
    end() {
      stream.end()
      return []
    },
  }
}

function lines() {
  const decoder = new TextDecoder()
  let rest = ''
  return {
    read(chunk: Uint8Array): unknown[] {
      const found = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = found.pop() ?? ''
      if (rest.length > LINE_CHARACTERS) throw new UserError('A line is too long for an event.')
      return found.map(jsonOf)
    },
    end: () => [jsonOf(rest)],
  }
}
