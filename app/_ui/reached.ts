import type { ActionResult } from '#app/_server/action.ts'

/** What a server action answers, or that the server did not. */
export function reached<T>(answer: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  return answer.catch(() => ({
    ok: false,
    error: {
      code: 'unavailable',
      message: 'The server cannot be reached. Nothing is lost here; try again.',
    },
  }))
}
