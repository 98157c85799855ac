import Papa from 'papaparse'

/** Blanks before it and lines after it do not keep a spreadsheet from taking it for a formula. */
const FORMULA = /^[\s\0\u200b]*[=+\-@＝＋－＠]|^[\t\r\n]/

/**
 * Lines of CSV, RFC 4180, each with its end. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front; numbers stay numbers.
 */
export const csvLinesOf = (rows: unknown[][]): string =>
  rows.length === 0 ? '' : `${Papa.unparse(rows, { escapeFormulae: FORMULA, newline: '\r\n' })}\r\n`
