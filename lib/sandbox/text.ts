/** Cuts a text to `limit` characters and marks the cut. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`
}

/**
 * Text as it may be stored and shown: no halves of surrogate pairs (JSON columns refuse them), no control
 * characters but tab and line feed (terminals obey them, PostgreSQL refuses NUL).
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]/gu, '�')
}
