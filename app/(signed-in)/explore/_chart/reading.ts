import { UserError } from '#lib/failures.ts'

/** What was read, or why it could not be, in words for whoever asked. */
export type Reading<T> = { drawn: T; problem?: undefined } | { drawn?: undefined; problem: string }

export async function reading<T>(read: Promise<T>): Promise<Reading<T>> {
  try {
    return { drawn: await read }
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message }
    throw error
  }
}
