import Papa from 'papaparse'

/**
 * Lines of CSV, RFC 4180, each with its end. A text that a spreadsheet would take for a formula gets an apostrophe in
 * front; numbers stay numbers.
 */
export const csvLinesOf = (rows: unknown[][]): string =>
  rows.length === 0 ? '' : `${Papa.unparse(rows, { escapeFormulae: true, newline: '\r\n' })}\r\n`
