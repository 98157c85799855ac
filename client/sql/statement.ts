/** What is kept of a long one. */
const LONGEST = 2_000
/** How many are remembered: an application has few, and sends each of them often. */
const REMEMBERED = 500

/** In this order: comments, texts (E'it\'s', 'it''s', $tag$…$tag$), names in quotes, parameters and words, numbers. */
const TOKENS =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|\$([A-Za-z_]*)\$[\s\S]*?(?:\$\1\$|$)|"(?:[^"]|"")*"|[$:@]?[A-Za-z_][\w$]*|\$\d+|\d[\d.]*(?:[eE][+-]?\d+)?/g
/** As long as it happens to be: `in (?, ?, ?)`, `values ($1, $2), ($3, $4)`. */
const LISTS = /\b(in|values)\s*\((?:\$\d+|[?,\s])+\)(?:\s*,\s*\((?:\$\d+|[?,\s])+\))*/gi

const known = new Map<string, string>()

/** A statement of SQL without its values: texts and numbers in it become `?`, lists of them after IN and VALUES `(…)`. */
export function statementOf(sql: string): string {
  const found = known.get(sql)
  if (found !== undefined) return found
  const statement = withoutValues(sql)
  if (known.size >= REMEMBERED) known.clear()
  known.set(sql, statement)
  return statement
}

function withoutValues(sql: string): string {
  const plain = sql.slice(0, 4 * LONGEST).replace(TOKENS, plainToken)
  return plain.replace(/\s+/g, ' ').replace(LISTS, '$1 (…)').trim().slice(0, LONGEST)
}

function plainToken(token: string): string {
  if (token.startsWith('--') || token.startsWith('/*')) return ' '
  const isValue = /^(?:'|[eE]'|\d)/.test(token) || /^\$[A-Za-z_]*\$/.test(token)
  return isValue ? '?' : token
}
