import type { PoolClient } from 'pg'
import type { Arrival } from '#lib/streams/feed/arrival.ts'
import { dueAt } from '#lib/streams/feed/grown.ts'
import { lockTriggers } from '#lib/streams/feed/known.ts'
import { type Meeting, meet } from '#lib/streams/feed/meet.ts'
import { place } from '#lib/streams/feed/place.ts'
import type { Growth } from '#lib/streams/feed/rows.ts'
import { noteLooked } from '#lib/streams/statistics/looked.ts'
import { countUp, type Tally } from '#lib/streams/statistics/tally.ts'

/** Events made by pipelines over streams of such events, and so on, meet triggers so many times: loops end. */
export const MOST_DEPTH = 8

/** Engines listen to it: something is due at once. */
export const STREAMS_CHANNEL = 'belfry_streams'

/** To be told to the statistics after the commit. */
export interface Fed {
  tally: Tally
}

/**
 * Events meet the triggers of their projects, once: called in the transaction that stores them, with those that were taken, in
 * their order. What is deeper than MOST_DEPTH meets none.
 */
export async function feed(client: PoolClient, arrivals: readonly Arrival[]): Promise<Fed> {
  const tally: Tally = new Map()
  const shallow = arrivals.filter(({ depth }) => depth <= MOST_DEPTH)
  if (shallow.length === 0) return { tally }
  const projectIds = [...new Set(shallow.map(({ projectId }) => projectId))]
  const locked = await lockTriggers(client, projectIds)
  if (!locked) return { tally }
  const projects = Map.groupBy(meet(shallow, locked.triggers, tally), projectOf)
  const growths: Growth[] = []
  for (const projectId of locked.triggers.keys())
    growths.push(...(await place(client, projectId, projects.get(projectId) ?? [], locked.now)))
  if (growths.some(({ after }) => dueAt(after) <= locked.now))
    await client.query(`select pg_notify($1, '')`, [STREAMS_CHANNEL])
  for (const growth of growths) count(tally, growth)
  return { tally }
}

const projectOf = ({ arrival }: Meeting) => arrival.projectId

function count(tally: Tally, { portion, before, after }: Growth) {
  const { triggerId, trigger } = portion.version
  countUp(tally, triggerId, 'Added events', portion.events.length)
  if (!before) countUp(tally, triggerId, 'New stream')
  if (before && before.fireAt !== null) return
  const isReady = after.fireAt !== null
  if (isReady) countUp(tally, triggerId, 'Ready to fire')
  noteLooked(tally, triggerId, trigger, 'Fire', isReady ? null : 'Not enough matching criteria')
}
