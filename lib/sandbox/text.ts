/** Cuts a text to `limit` characters and marks the cut. */
export function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`
}

/**
 * Text as it may be stored and shown: no halves of surrogate pairs (JSON columns refuse them), no control
 * characters but tab and line feed (terminals obey them, PostgreSQL refuses NUL), nothing that turns the direction
 * in which it is read.
 */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, '�')
}
