import { createHash } from 'node:crypto'

/** What a `traceparent` header says (w3.org/TR/trace-context, section 3.2). */
export interface Trace {
  /** 32 hex digits */
  id: string
  /** the sender's piece of work, 16 hex digits */
  parent: string
  isSampled: boolean
}

const TRACEPARENT =
  /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/

/** Undefined when it is no such header. Later versions may say more at its end, which is passed over. */
export function readTraceparent(header: unknown): Trace | undefined {
  const [, version, id, parent, flags, more] =
    TRACEPARENT.exec(typeof header === 'string' ? header.trim() : '') ?? []
  if (id === undefined || parent === undefined || flags === undefined) return undefined
  if (version === '00' && more !== undefined) return undefined
  return { id, parent, isSampled: (Number.parseInt(flags, 16) & 1) === 1 }
}

export const writeTraceparent = ({ id, parent, isSampled }: Trace): string =>
  `00-${id}-${parent}-${isSampled ? '01' : '00'}`

/**
 * The trace id that stands for the id of a context tree: the id itself when it is one, or is with its hyphens left out (a UUID);
 * of any other the first 16 bytes of its SHA-256.
 */
export function traceIdOf(id: string | number): string {
  const digits = String(id).replaceAll('-', '').toLowerCase()
  return TRACE_ID.test(digits)
    ? digits
    : createHash('sha256').update(String(id)).digest('hex').slice(0, 32)
}
