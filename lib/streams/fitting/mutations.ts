import { type Changer, reachOf } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import { listStreams } from '#lib/streams/data.ts'
import { purgeStreams, resetStreams } from '#lib/streams/mutations.ts'
import type { StreamFilter } from '#lib/streams/reading/filter.ts'
import { FAILED } from '#lib/streams/states.ts'

/** Done in one transaction, each with its entry in the trail. */
const AT_ONCE = 500
/** So often some of them may end on their own while they are looked at. */
const TRIES = 3

/** What was done, and whether more streams fit. */
export interface Done {
  count: number
  more: boolean
}

/** Has the pipelines of the streams that fit tried again where they failed. */
export const resetFitting = (filter: StreamFilter, by: Changer): Promise<Done> =>
  doTo(
    { ...filter, states: filter.states?.filter(state => FAILED.includes(state)) ?? FAILED },
    by,
    resetStreams,
  )

/** Deletes the streams that fit. Throws a UserError when nothing says which ones. */
export async function purgeFitting(filter: StreamFilter, by: Changer): Promise<Done> {
  const { projectId: _, ...rest } = filter
  if (!Object.values(rest).some(part => (Array.isArray(part) ? part.length > 0 : part)))
    throw new UserError('Say which streams are to be deleted: a state, a trigger, traits or times.')
  return doTo(filter, by, purgeStreams)
}

async function doTo(
  filter: StreamFilter,
  by: Changer,
  act: (ids: readonly string[], by: Changer) => Promise<number>,
  tries = TRIES,
): Promise<Done> {
  const { items, next } = await listStreams(reachOf(by), filter, { limit: AT_ONCE })
  try {
    return {
      count: await act(
        items.map(({ id }) => String(id)),
        by,
      ),
      more: next !== null,
    }
  } catch (error) {
    const isGone = error instanceof UserError && error.code === 'not_found'
    if (!isGone || tries === 1) throw error
    return doTo(filter, by, act, tries - 1)
  }
}
