import { isAscii } from 'node:buffer'
import { BadFrame, type Frame, openFraming } from '#lib/intake/syslog/framing.ts'
import { readMessage, senderAt } from '#lib/intake/syslog/message.ts'

export const now = Date.UTC(2026, 10, 22, 2, 0, 0)
export const sender = senderAt('192.0.2.7')

/** The messages of a stream that comes in these chunks: their text, with a mark behind it, and how it ended. */
export function framesOf(chunks: Buffer[]): string[] {
  const framing = openFraming()
  const seen: string[] = []
  const see = ({ bytes, start, end, mark }: Frame) => {
    const text = bytes.toString('latin1', start, end)
    seen.push(mark === undefined ? text : `${text.slice(0, 20)}… ${text.length} ${mark}`)
  }
  try {
    for (const chunk of chunks) framing.push(chunk, see)
    framing.end(see)
  } catch (error) {
    if (!(error instanceof BadFrame)) throw error
    seen.push(`bad: ${error.message}`)
  }
  return seen
}

/** One message, as text or bytes, as the event that it becomes. */
export function read(message: string | Buffer, mark?: string) {
  const bytes = Buffer.from(message as string)
  const isPlain = isAscii(bytes) && !bytes.includes(0)
  const frame = { bytes, start: 0, end: bytes.length, isPlain, mark }
  const { details, ...event } = readMessage(frame, sender, now)
  return { ...event, ...details }
}
