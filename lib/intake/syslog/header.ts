import type { Structured } from '#lib/intake/syslog/structured.ts'

/** What stands before the text of a message; '' for what is not stated. */
export interface Header {
  /** milliseconds since 1970; NaN when it is not stated */
  at: number
  host: string
  program: string
  processId: string
  messageId: string
  structured: Structured | undefined
}
