import type { HandlerContext } from '#lib/streams/handlers/contract.ts'

/** What one run of a pipeline may say; a loop that talks costs nobody else. */
const LIMITS = { lines: 500, characters: 2_000 }

/** A line of a stream's log. */
export interface StreamLine {
  at: Date
  /** `2: filter`; null for what is said of the stream itself */
  handler: string | null
  level: 'info' | 'warn' | 'error'
  message: string
}

export type Say = HandlerContext['log']

/** What the handlers of one run of a pipeline say. */
export interface RunLog {
  lines: StreamLine[]
  of(handler: string | null): Say
}

export function openLog(): RunLog {
  const lines: StreamLine[] = []
  let left = LIMITS.lines

  const of =
    (handler: string | null): Say =>
    (level, message) => {
      // Why it failed comes last, and is not left out.
      if (left-- <= 0 && level !== 'error') return
      const whole = message.length <= LIMITS.characters
      const text = whole ? message : `${message.slice(0, LIMITS.characters)}…`
      lines.push({ at: new Date(), handler, level, message: text })
      if (left === 0)
        lines.push({ at: new Date(), handler, level: 'warn', message: 'what follows is left out' })
    }

  return { lines, of }
}
