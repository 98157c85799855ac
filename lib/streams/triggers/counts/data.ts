import { db } from '#lib/db/client.ts'
import { STREAM_STATES, type StreamCounts, type StreamState } from '#lib/streams/states.ts'

/** How many streams each of these triggers has, by state. */
export async function streamCounts(
  triggers: readonly number[],
): Promise<Map<number, StreamCounts>> {
  const counts = new Map(triggers.map(id => [id, none()]))
  const rows = await db().$queryRaw<{ id: number; state: StreamState; count: number }[]>`
    select trigger_id as id, state::text as state, count(*)::int as count from stream
    where trigger_id = any(${triggers}::int[]) group by 1, 2`
  for (const { id, state, count } of rows) {
    const ofTrigger = counts.get(id)
    if (ofTrigger) ofTrigger[state] = count
  }
  return counts
}

const none = () => Object.fromEntries(STREAM_STATES.map(state => [state, 0])) as StreamCounts
