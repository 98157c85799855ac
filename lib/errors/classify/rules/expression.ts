import { RE2JS, RE2JSSyntaxException } from 're2js'
import { UserError } from '#lib/failures.ts'

/** Longer ones are refused: what a pattern costs on each message grows with its length. */
export const EXPRESSION_LENGTH = 1_000

/** An expression that takes time in proportion to the text, whatever both are (RE2's syntax). */
export interface Expression {
  readonly source: string
  /** whether it is found anywhere in the text */
  isIn(text: string): boolean
}

/** Throws a UserError that names the field `regex`. */
export function readExpression(source: string): Expression {
  if (source.length > EXPRESSION_LENGTH)
    throw refused(`is longer than ${EXPRESSION_LENGTH} characters`)
  const compiled = compile(source)
  return {
    source,
    isIn: text => compiled.test(text),
  }
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source)
  } catch (error) {
    if (LOOKS_AROUND.test(source))
      throw refused('looks ahead or behind (“(?=”, “(?!”, “(?<=”, “(?<!”), which is not supported')
    if (REFERS_BACK.test(source))
      throw refused('refers back to a group (“\\1”), which is not supported')
    if (error instanceof RE2JSSyntaxException)
      throw refused(`is not an expression: ${error.message}`)
    throw error
  }
}

const LOOKS_AROUND = /\(\?<?[=!]/
const REFERS_BACK = /\\[1-9]|\\k</

const refused = (problem: string) =>
  new UserError(`The expression ${problem}.`, { fields: { regex: problem } })
