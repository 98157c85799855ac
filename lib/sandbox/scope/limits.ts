import * as limits from '#lib/sandbox/limits.ts'

/** What a script's context keeps to by itself. */
export const scopeLimits = {
  calls: limits.CALLS_PER_RUN,
  argumentsLength: limits.ARGUMENTS_LIMIT,
  argumentsAtOnce: limits.ARGUMENTS_AT_ONCE,
  sleeps: limits.SLEEPS_AT_ONCE,
  outputLength: limits.OUTPUT_LIMIT,
  messageLength: limits.MESSAGE_LIMIT,
  textLength: limits.TEXT_VALUE_LIMIT,
  records: limits.RECORDS_PER_RUN,
  series: limits.SERIES_LIMIT,
  nameLength: limits.SERIES_NAME_LIMIT,
  resultLength: limits.STREAM_LIMIT,
}
export type ScopeLimits = typeof scopeLimits
