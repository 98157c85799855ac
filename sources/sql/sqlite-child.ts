import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { reasonOf } from '#lib/failures.ts'
import type { Plain } from '#lib/plugin.ts'
import type { Table } from '#sources/sql/database.ts'
import type { Answer, Question } from '#sources/sql/sqlite.ts'
import { isBlank } from '#sources/sql/statement.ts'
import { plainBigInt, plainBytes, plainNumber } from '#sources/sql/values.ts'

/** The process beside `sqlite.ts`: answers one question at a time on one file, opened read-only. */
process.on('message', (question: Question) => process.send?.(answerTo(question)))
process.on('disconnect', () => process.exit())

function answerTo(question: Question): Answer {
  const { file, maxBytes } = question
  let database: DatabaseSync
  try {
    // Opened anew each time: the file may have been replaced, and nothing of one call is there for the next.
    database = new DatabaseSync(file, {
      readOnly: true,
      allowExtension: false,
      limits: { length: maxBytes, attach: 0 },
    })
  } catch (error) {
    return { error: `${reasonOf(error)}: ${file}`, isFile: true }
  }
  try {
    return { table: tableOf(database, question) }
  } catch (error) {
    return { error: reasonOf(error), isFile: false }
  } finally {
    database.close()
  }
}

function tableOf(database: DatabaseSync, { sql, parameters, maxRows, maxBytes }: Question): Table {
  const statement = database.prepare(sql)
  if (!isBlank(sql.slice(statement.sourceSQL.length)))
    throw new Error('a call runs one statement, not several')
  return read(statement, parameters, maxRows, maxBytes)
}

function read(
  statement: StatementSync,
  parameters: Plain[],
  maxRows: number,
  maxBytes: number,
): Table {
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  const columns = statement.columns().map(({ name }) => name)
  const rows: Plain[][] = []
  let bytes = 0
  for (const row of statement.iterate(...parameters.map(bound))) {
    const cells = Object.values(row).map(plainCell)
    for (const cell of cells) bytes += typeof cell === 'string' ? cell.length : 8
    if (bytes > maxBytes)
      throw new Error(`the answer has more than ${maxBytes} bytes; ask for less`)
    rows.push(cells)
    if (rows.length > maxRows) break
  }
  return { columns, rows }
}

/** SQLite has no booleans; what has parts goes as JSON. */
function bound(value: Plain): null | number | string {
  if (typeof value === 'boolean') return Number(value)
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value
}

function plainCell(value: unknown): Plain {
  if (typeof value === 'bigint') return plainBigInt(value)
  if (typeof value === 'number') return plainNumber(value)
  if (value instanceof Uint8Array) return plainBytes(value)
  return value === null ? null : String(value)
}
