import { notFound } from 'next/navigation'
import { UserError } from '#lib/failures.ts'

/** What was read for a page, or the not-found page when there is none. */
export async function orNotFound<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof UserError && error.code === 'not_found') notFound()
    throw error
  }
}
