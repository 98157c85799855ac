import { complain } from '../complaints.ts'
import { textOf } from '../thrown.ts'

/** What a function of the application's own answers; undefined, and a complaint of what is not known then, when it throws. */
export function answerOf<T>(ask: () => T, unknown: string): T | undefined {
  try {
    return ask()
  } catch (error) {
    complain(`${unknown}: ${textOf(error)}`)
    return undefined
  }
}
