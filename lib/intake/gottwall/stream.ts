import { type Cutter, openCutter } from '#lib/intake/gottwall/pieces.ts'
import type { Receiver, Sender } from '#lib/intake/gottwall/receiver.ts'
import type { Answer, Stream } from '#lib/intake/sockets/tcp.ts'
import type { Project } from '#lib/projects/schema.ts'

const HEADER_LIMIT = 1_024
/** One message; more is no number any more. */
const MESSAGE_LIMIT = 65_536

interface Options {
  receiver: Receiver
  /** those that some project has set */
  delimiters(): ReadonlySet<string>
  tooLarge(project: Project): void
  answer: Answer
}

/** A conversation: a signed header, answered `OK` or `FAIL` and closed, then messages without answers. */
export function openStream({ receiver, delimiters, tooLarge, answer }: Options): Stream {
  let header: Buffer = Buffer.alloc(0)
  let sender: Sender | undefined
  let cutter: Cutter | undefined
  let hasFailed = false

  function readHeader(chunk: Buffer): number {
    header = Buffer.concat([header, chunk])
    const found = firstOf(delimiters(), header.subarray(0, HEADER_LIMIT))
    if (!found) return header.length > HEADER_LIMIT ? refuse() : 0

    const accepted = receiver.senderOf(header.toString('utf8', 0, found.at))
    if (!accepted) return fail()
    if (accepted.project.settings.metrics.gottwall.streamAuth !== found.delimiter)
      return refuse(accepted.project)
    sender = accepted
    const { project } = accepted
    const { chunk: delimiter } = project.settings.metrics.gottwall
    cutter = openCutter(delimiter, MESSAGE_LIMIT, () => tooLarge(project))
    answer.write('OK')
    const rest = header.subarray(found.at + Buffer.byteLength(found.delimiter))
    header = Buffer.alloc(0)
    return 1 + readMessages(rest)
  }

  function readMessages(chunk: Buffer): number {
    if (!sender?.isWelcome()) return refuse()
    const messages = cutter?.take(chunk) ?? []
    for (const message of messages) sender.take(message)
    return messages.length
  }

  function refuse(project?: Project): number {
    receiver.refused(project)
    return fail()
  }

  function fail(): number {
    hasFailed = true
    answer.end('FAIL')
    return 0
  }

  return {
    read: chunk => (hasFailed ? 0 : sender ? readMessages(chunk) : readHeader(chunk)),
    end() {
      if (!sender && !hasFailed && header.length > 0) receiver.refused()
      const last = hasFailed ? undefined : cutter?.rest()
      if (last) sender?.take(last)
    },
    isInside: () => !sender || (cutter?.isInside() ?? false),
  }
}

function firstOf(delimiters: ReadonlySet<string>, bytes: Buffer) {
  const found = [...delimiters]
    .map(delimiter => ({ delimiter, at: bytes.indexOf(delimiter) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at || b.delimiter.length - a.delimiter.length)
  return found[0]
}

/** The parts of a datagram: its header and its messages; null when no delimiter stands in it. */
export function readDatagram(
  bytes: Buffer,
  delimiters: ReadonlySet<string>,
): { header: string; rest: Buffer } | null {
  const found = firstOf(delimiters, bytes)
  if (!found) return null
  return {
    header: bytes.toString('utf8', 0, found.at),
    rest: bytes.subarray(found.at + Buffer.byteLength(found.delimiter)),
  }
}
