import * as limits from '#lib/sandbox/limits.ts'
import { printing } from '#lib/sandbox/scope/printing.ts'
import { type ScopeLimits, scope } from '#lib/sandbox/scope/scope.ts'
import { statistics } from '#lib/sandbox/scope/statistics.ts'
import { values } from '#lib/sandbox/scope/values.ts'

const scopeLimits: ScopeLimits = {
  calls: limits.CALLS_PER_RUN,
  argumentsLength: limits.ARGUMENTS_LIMIT,
  sleeps: limits.SLEEPS_AT_ONCE,
  outputLength: limits.OUTPUT_LIMIT,
  messageLength: limits.MESSAGE_LIMIT,
  textLength: limits.TEXT_VALUE_LIMIT,
  records: limits.RECORDS_PER_RUN,
  series: limits.SERIES_LIMIT,
  nameLength: limits.SERIES_NAME_LIMIT,
}
const parts = `{printing: ${printing}, statistics: ${statistics}, values: ${values}}`

/**
 * The program that makes the scope in a fresh context, for these sources and their methods. The object
 * `sources` is written out as code: a context is new for each run, and nothing makes objects faster than a literal.
 */
export function scopeSource(methods: Record<string, string[]>): string {
  return `(${scope})(${JSON.stringify(scopeLimits)}, ${parts}, ${sourcesLiteral(methods)})`
}

function sourcesLiteral(methods: Record<string, string[]>): string {
  const sources = Object.entries(methods).map(([key, names]) => {
    const source = JSON.stringify(key)
    const calls = names.map(name => {
      const method = JSON.stringify(name)
      return `${method}: (...args) => call(${source}, ${method}, args)`
    })
    return `${source}: {${calls.join(', ')}}`
  })
  return `(call, missing) => ({__proto__: new Proxy({}, {get: (_, key) => missing(key)}), ${sources.join(', ')}})`
}
