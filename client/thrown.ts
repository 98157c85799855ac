/** What was thrown in one line, as far as it can be shown: `TypeError: x is not a function`. Never throws. */
export function textOf(thrown: unknown): string {
  try {
    return String(thrown)
  } catch {
    return 'something that cannot be shown'
  }
}

/** With the calls that led there. Never throws. */
export function stackOf(thrown: unknown): string {
  try {
    return thrown instanceof Error && thrown.stack ? String(thrown.stack) : textOf(thrown)
  } catch {
    return textOf(thrown)
  }
}
