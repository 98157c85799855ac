import { notFound } from 'next/navigation'
import { UserError } from '#lib/failures.ts'
import { getSource } from '#lib/sources/data.ts'
import type { SourceView } from '#lib/sources/schema.ts'

/** A configured source; the not-found page when there is none. */
export async function sourceOrNotFound(key: string): Promise<SourceView> {
  try {
    return await getSource(key)
  } catch (error) {
    if (error instanceof UserError && error.code === 'not_found') notFound()
    throw error
  }
}
