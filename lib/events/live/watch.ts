import { createHash } from 'node:crypto'
import { z } from 'zod'
import { groupsOf, type Reach } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'

/** By it web processes tell the intakes what is watched. */
export const WATCHES = 'belfry_watches'
/** By it intakes tell what they have stored of that. */
export const PUBLISHED = 'belfry_events'

/** A watch that is not told of again ends after this time. */
export const WATCH_MS = 15_000
export const RENEWED_EVERY_MS = 5_000
/** More than this nobody reads. */
export const SHOWN_PER_SECOND = 200
/** PostgreSQL's limit of a notice is 8,000 bytes. */
export const NOTICE_BYTES = 7_900

const watch = z.strictObject({
  id: z.string(),
  query: z.string(),
  projectId: z.int().nullable(),
  groups: z.array(z.string()).nullable().describe('Those of whoever watches; null: everything.'),
})
/** What is watched; who watch the same share a watch. */
export type Watch = z.output<typeof watch>

/** Throws a UserError when it is longer than a notice may be. */
export function watchOf(reach: Reach, query: string, projectId: number | undefined): Watch {
  const of = { query, projectId: projectId ?? null, groups: groupsOf(reach)?.toSorted() ?? null }
  const id = createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 16)
  const made = { id, ...of }
  if (Buffer.byteLength(noticeOf(made, true)) > NOTICE_BYTES)
    throw new UserError('The query is too long to be followed live.', {
      fields: { q: 'is too long to be followed live' },
    })
  return made
}

const notice = z.tuple([watch, z.boolean()])

/** As it is told; `isNew`: an answer is waited for. */
export const noticeOf = (watch: Watch, isNew: boolean): string => JSON.stringify([watch, isNew])

/** Null for what is none, or is of another version. */
export function readNotice(payload: string): { watch: Watch; isNew: boolean } | null {
  try {
    const [watch, isNew] = notice.parse(JSON.parse(payload))
    return { watch, isNew }
  } catch {
    return null
  }
}
