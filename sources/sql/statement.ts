import { UserError } from '#lib/failures.ts'

const queries = ['SELECT', 'WITH', 'VALUES', 'TABLE', 'SHOW', 'EXPLAIN', 'DESCRIBE', 'DESC']

/**
 * Refuses at once what is no query, with a clear sentence. This is a courtesy and a second lock: that
 * nothing is changed is the database's own doing, since the text of a statement proves little.
 */
export function refuseUnlessQuery(sql: string) {
  const word = firstWord(sql)
  if (!word) throw new UserError('the query is empty')
  if (!queries.includes(word))
    throw new UserError(
      `a source is read-only: a query begins with SELECT, WITH or the like, not with ${word}`,
    )
}

/** The word that a statement begins with, in capitals, behind comments and brackets. */
export function firstWord(sql: string): string {
  let rest = sql
  for (let before = ''; before !== rest; ) {
    before = rest
    rest = withoutBlockComment(rest.replace(/^[\s(;]+|^--[^\n]*/, ''))
  }
  return (/^[^\s(;]+/.exec(rest)?.[0] ?? '').slice(0, 40).toUpperCase()
}

/** Block comments nest in PostgreSQL and SQL Server; `/*!` is no comment in MySQL. */
function withoutBlockComment(sql: string): string {
  if (!sql.startsWith('/*') || sql.startsWith('/*!') || sql.startsWith('/*M!')) return sql
  let depth = 0
  for (const { 0: mark, index } of sql.matchAll(/\/\*|\*\//g)) {
    depth += mark === '/*' ? 1 : -1
    if (depth === 0) return sql.slice(index + 2)
  }
  return ''
}

/** Whether nothing but blanks, comments and semicolons is left. */
export const isBlank = (sql: string): boolean => firstWord(sql) === ''
