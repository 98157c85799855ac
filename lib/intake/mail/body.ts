/** What is that long is a report, not an error. */
const BODY_LIMIT = 10_000
/** In place of what a mail lacks. */
export const MISSING = '????'

/** The text that a mail's body is counted as; undefined when it is too long to be imported. */
export function messageOfBody(body: string): string | undefined {
  if (body.length >= BODY_LIMIT) return undefined
  return body.trim() === '' ? MISSING : body.trimEnd()
}
