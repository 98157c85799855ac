import type { Reach } from '#lib/access/reach.ts'
import type { StreamCounts } from '#lib/streams/states.ts'
import { type Activity, activityOf } from '#lib/streams/triggers/activity/data.ts'
import { listTriggers } from '#lib/streams/triggers/data.ts'

const ROWS = 50
const SHOWN_HOURS = 24

/** A trigger as the list draws it. */
export interface Row {
  id: number
  name: string
  project: string
  description: string
  enabled: boolean
  firePipeline: string | undefined
  expirePipeline: string | undefined
  streams: StreamCounts
  activity: Activity
}

/** One page of the list with all that its rows show. */
export async function loadRows(
  reach: Reach,
  { q, cursor }: { q: string | undefined; cursor: string | undefined },
): Promise<{ rows: Row[]; next: string | null }> {
  const { items, next } = await listTriggers(reach, { q, cursor, limit: ROWS })
  const activity = await activityOf(
    items.map(({ id }) => id),
    SHOWN_HOURS,
    new Date(),
  )
  const rows = items.map(trigger => {
    const { id, name, project, description, enabled, streams } = trigger
    return {
      ...{ id, name, project, description, enabled, streams },
      firePipeline: trigger.fire_pipeline,
      expirePipeline: trigger.expire_pipeline,
      activity: activity.get(id) as Activity,
    }
  })
  return { rows, next }
}
