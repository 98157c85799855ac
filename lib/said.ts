import { RemoteError, reasonOf } from '#lib/failures.ts'
import type { Redact } from '#lib/redact.ts'

/** Enough for a sentence; error pages go on for long. */
const SHOWN_CHARACTERS = 200
/** Of an error page so much is read, most of which is its style. */
const READ_CHARACTERS = 20_000

/**
 * What went wrong, with the beginning of the other side's own words behind it. Secrets are blacked out before
 * anything is cut, so that no half of one is left.
 */
export function reasonInFull(error: unknown, redact: Redact): string {
  const reason = redact(reasonOf(error))
  const said =
    error instanceof RemoteError && error.said ? excerpt(redact(beginningOf(error.said))) : ''
  return said ? `${reason}: ${said}` : reason
}

/** The mark lets half a secret at the cut be recognised. */
const beginningOf = (text: string) =>
  text.length > READ_CHARACTERS ? `${text.slice(0, READ_CHARACTERS)}…` : text

/** The beginning of an answer as one line, without the tags of an error page. */
function excerpt(text: string): string {
  const line = text
    .replace(/<(style|script|head)[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line
}
