import { facts } from '#lib/sandbox/scope/facts.ts'
import { failure } from '#lib/sandbox/scope/failure.ts'
import { scopeLimits } from '#lib/sandbox/scope/limits.ts'
import { printing } from '#lib/sandbox/scope/printing.ts'
import { questions } from '#lib/sandbox/scope/questions.ts'
import { scope } from '#lib/sandbox/scope/scope.ts'
import { statistics } from '#lib/sandbox/scope/statistics.ts'
import { values } from '#lib/sandbox/scope/values.ts'

const parts = `{${Object.entries({ facts, failure, printing, questions, statistics, values })
  .map(([name, part]) => `${name}: ${part}`)
  .join(', ')}}`

/**
 * The program that makes the scope in a fresh context; its result is how the runner speaks to it. Strict, so
 * that nothing tells a script what calls it.
 */
export const scopeSource = `'use strict';(${scope})(${JSON.stringify(scopeLimits)}, ${parts})`
