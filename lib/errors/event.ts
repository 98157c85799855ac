/** Severities by their syslog numbers (RFC 5424, section 6.2.1); the smaller, the worse. */
export const LEVELS = [
  'emergency',
  'alert',
  'critical',
  'error',
  'warning',
  'notice',
  'info',
  'debug',
] as const
export type LevelName = (typeof LEVELS)[number]

export const ERROR_LEVEL = LEVELS.indexOf('error')

/** What an error is known by once an input's grammar has read it. Every grammar of errors ends here. */
export interface ErrorEvent {
  /** when it happened, milliseconds since 1970 */
  at: number
  message: string
  /** position in LEVELS */
  level: number
  host: string
  program: string
  release?: string
  environment?: string
  /** joins it with events of the same work: 32 hexadecimal digits */
  traceId?: string
  /** the sender's name for this one event: a repeat with the same one is not counted */
  uid?: string
  /** replaces the classifiers: equal fingerprints are one signature */
  fingerprint?: string[]
  /** outermost first, as thrown; groups by type and frames instead of the text */
  exceptions?: Exception[]
  details?: Details
}

export interface Exception {
  type: string
  message: string
  /** innermost call first */
  frames: Frame[]
}

export interface Frame {
  function: string
  module: string
  file: string
  line?: number
  column?: number
  /** of the application itself, not of a library */
  inApp: boolean
  /** the source around the line, when the sender gave it */
  context?: string[]
}

/** What else came with an error, kept with examples and shown; nothing in it decides anything. */
export interface Details {
  user?: Record<string, unknown>
  tags?: Record<string, string>
  breadcrumbs?: Breadcrumb[]
  /** syslog: facility, message id, process id, structured data by its id */
  facility?: string
  processId?: string
  messageId?: string
  structured?: Record<string, Record<string, string>>
  /** what was not as it should be, in words; the message is kept as it came */
  marks?: string[]
  extra?: Record<string, unknown>
}

export interface Breadcrumb {
  at?: number
  category?: string
  level?: string
  message: string
  data?: Record<string, unknown>
}
