import * as limits from '#lib/sandbox/limits.ts'
import { failure } from '#lib/sandbox/scope/failure.ts'
import { printing } from '#lib/sandbox/scope/printing.ts'
import { type ScopeLimits, scope } from '#lib/sandbox/scope/scope.ts'
import { statistics } from '#lib/sandbox/scope/statistics.ts'
import { values } from '#lib/sandbox/scope/values.ts'

const scopeLimits: ScopeLimits = {
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
const parts = `{failure: ${failure}, printing: ${printing}, statistics: ${statistics}, values: ${values}}`

/**
 * The program that makes the scope in a fresh context; its result is how the runner speaks to it. Strict, so
 * that nothing tells a script what calls it.
 */
export const scopeSource = `'use strict';(${scope})(${JSON.stringify(scopeLimits)}, ${parts})`
