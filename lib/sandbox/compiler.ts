import { stripTypeScriptTypes } from 'node:module'
import vm from 'node:vm'
import { parentPort } from 'node:worker_threads'
import type { Compiled, Problem } from '#lib/sandbox/compile.ts'
import { type ScriptKind, scopeNames } from '#lib/sandbox/scope/names.ts'

/** A script that is to be compiled. */
export interface Source {
  script: string
  kind: ScriptKind
}

/**
 * Compiles scripts in a thread of its own. Nothing of a script is run here, and no file that it names is
 * read; but deep nesting overflows the parser's stack and leaves it unusable, so the thread may be thrown away.
 */
parentPort?.on('message', (source: Source) => parentPort?.postMessage(compile(source)))

/** Names that are written otherwise than they read, or only come to be while the script runs. */
const HIDDEN_NAMES = /\\u|eval|Function/
const AFTER = '\n}) }))'

function compile({ script, kind }: Source): Compiled {
  const lines = script.split('\n').length
  const before = opening(script, kind)
  let code: string
  try {
    code = stripTypeScriptTypes(before + script + AFTER)
  } catch (error) {
    return { problem: strippingProblem(error as Error, lines) }
  }
  const body = code.slice(before.length, -AFTER.length)
  // A body that closes our braces and opens its own fits one of these, but not both.
  const problem =
    parsingProblem(code, lines) ??
    parsingProblem(`'use strict'; [async function () {\n${body}\n}]`, lines)
  return problem ? { problem } : { code }
}

/**
 * What stands before the script, on a line of its own so that its columns stay as they are; `monitor.ts:1` is its
 * first line. Only the names that it uses are asked for, since most cost something to make.
 */
function opening(script: string, kind: ScriptKind): string {
  const names = scopeNames[kind].filter(name => HIDDEN_NAMES.test(script) || script.includes(name))
  // In parentheses a function is compiled at once, which a body that runs once is better off with.
  return `'use strict'; $run('${kind}', ${JSON.stringify(names)}, (function (${names.join(', ')}) { return (async function () {\n`
}

/** Node tells the place as text: `:LINE`, the line, and a caret under the column. */
function strippingProblem({ message, stack = '' }: Error, lines: number): Problem {
  if (!/^:\d+\n/.test(stack))
    return { line: null, column: null, message: 'The script is nested too deeply' }
  const line = Number(stack.slice(1, stack.indexOf('\n'))) - 1
  const caret = stack.split('\n').find(text => /^ *\^+$/.test(text))
  const column = caret === undefined || line > lines ? null : caret.indexOf('^') + 1
  return { line: Math.min(Math.max(line, 1), lines), column, message: readable(message) }
}

function parsingProblem(code: string, lines: number): Problem | undefined {
  try {
    new vm.Script(code, { filename: 'monitor.ts', lineOffset: -1 })
  } catch (error) {
    const { message, stack = '' } = error as Error
    const line = Number(/^monitor\.ts:(\d+)/.exec(stack)?.[1])
    const caret = stack.split('\n').find(text => /^ *\^+$/.test(text))
    return {
      line: line > 0 ? Math.min(line, lines) : null,
      column: line > 0 && line <= lines && caret !== undefined ? caret.indexOf('^') + 1 : null,
      message: error instanceof SyntaxError ? message : 'The script is nested too deeply',
    }
  }
}

/** The parser's `}` after the end of the script is ours. */
const readable = (message: string) => message.split('. Expected an identifier,')[0] as string
