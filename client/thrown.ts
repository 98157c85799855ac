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

const idsThrownIn = new WeakMap<object, string | number>()

/** Remembers in which context tree something was thrown, in the innermost context that it left. */
export function noteThrown(thrown: unknown, id: string | number): void {
  if (typeof thrown === 'object' && thrown !== null && !idsThrownIn.has(thrown))
    idsThrownIn.set(thrown, id)
}

export const idThrownIn = (thrown: unknown): string | number | undefined =>
  typeof thrown === 'object' && thrown !== null ? idsThrownIn.get(thrown) : undefined
