import type { HandlerContext } from '#lib/streams/handlers/contract.ts'

/** What one run of a pipeline may say; a loop that talks costs nobody else. */
const LIMITS = { lines: 500, characters: 2_000 }

/** A line of a stream's log. */
export interface StreamLine {
  at: Date
  /** its place and kind: `2: filter`; null for what is said of the stream itself */
  handler: string | null
  level: 'info' | 'warn' | 'error'
  message: string
}

type Say = HandlerContext['log']

export const lineOf = (
  handler: string | null,
  level: StreamLine['level'],
  message: string,
): StreamLine => {
  const isWhole = message.length <= LIMITS.characters
  const text = isWhole ? message : `${message.slice(0, LIMITS.characters)}…`
  return { at: new Date(), handler, level, message: text }
}

/** What one run of a pipeline says: its handlers no more than the limit, the pipeline itself (`add`) as much as it has to. */
export function openLog() {
  const lines: StreamLine[] = []
  let left = LIMITS.lines

  const add = (...line: Parameters<typeof lineOf>) => void lines.push(lineOf(...line))
  const sayOf =
    (handler: string): Say =>
    (level, message) => {
      if (left > 0) add(handler, level, message)
      if (--left === 0) add(handler, 'warn', 'What handlers say from here on is left out.')
    }

  return { lines, add, sayOf }
}
export type RunLog = ReturnType<typeof openLog>
