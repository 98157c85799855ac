import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { NOTICE_BYTES } from '#lib/events/live/watch.ts'

/** What was stored of a watch since it was told of the last time. */
export interface Told {
  /** of the watch */
  id: string
  matched: number
  /** stored events that nobody had the time to look at */
  unread: number
  /** a fair share of those that matched, as JSON */
  events: string[]
}

const PIECE = /^(\S+) (\d+)\/(\d+) (.*)$/
/** Its head is a name, two numbers and three signs. */
const HEAD_BYTES = 60
const BODY_BYTES = NOTICE_BYTES - HEAD_BYTES

/** The notices that tell of it; `name` is no other publication's. */
export async function piecesOf(name: string, told: readonly Told[]): Promise<string[]> {
  const packed = await promisify(deflateRaw)(JSON.stringify(told))
  const text = packed.toString('base64')
  const count = Math.ceil(text.length / BODY_BYTES)
  return Array.from(
    { length: count },
    (_, i) => `${name} ${i + 1}/${count} ${text.slice(i * BODY_BYTES, (i + 1) * BODY_BYTES)}`,
  )
}

/** Puts the pieces together as they come: those of one publication come one after the other. */
export function openAssembly(): (piece: string) => Promise<Told[] | null> {
  let current = ''
  let parts: string[] = []
  return async piece => {
    const [, name = '', number, count, body = ''] = PIECE.exec(piece) ?? []
    if (name !== current) parts = []
    current = name
    parts.push(body)
    if (number !== count || parts.length !== Number(count)) return null
    const packed = Buffer.from(parts.join(''), 'base64')
    parts = []
    return JSON.parse((await promisify(inflateRaw)(packed)).toString()) as Told[]
  }
}
