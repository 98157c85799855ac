import type { Reach } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { ofStreams, ofTriggers, type StreamFilter } from '#lib/streams/reading/filter.ts'
import { FAILED, type StreamState } from '#lib/streams/states.ts'
import type { Counter } from '#lib/streams/statistics/counters.ts'

export interface TriggerCount {
  trigger: string
  triggerId: number
  project: string
  state: StreamState
  count: number
}

/** More are in no answer; those with most streams are. */
const MOST_ROWS = 5_000

/** How many of the streams that fit each trigger has in each state; states without streams are left out. */
export async function countsByTrigger(reach: Reach, filter: StreamFilter): Promise<TriggerCount[]> {
  const { values, add } = newParameters()
  return read<TriggerCount>(
    `select t.name as trigger, t.id as "triggerId", p.name as project, s.state, s.count
     from (
       select s.trigger_id, s.state, count(*)::int as count from stream s
       where ${inStates(filter, add)} and ${ofStreams(filter, add)} group by 1, 2) s
     join trigger t on t.id = s.trigger_id join project p on p.id = t.project_id
     where ${ofTriggers(reach, filter, add)} order by s.count desc, t.id, s.state limit ${MOST_ROWS}`,
    values,
  )
}

/** When the stream that has collected longest was opened, or null. */
export async function oldestActive(reach: Reach, filter: StreamFilter): Promise<Date | null> {
  const { values, add } = newParameters()
  const [row] = await read<{ at: Date | null }>(
    `select min(s.opened_at) as at from stream s
     where s.state = 'active' and ${ofStreams(filter, add)}
       and s.trigger_id in (select t.id from trigger t where ${ofTriggers(reach, filter, add)})`,
    values,
  )
  return row?.at ?? null
}

/** How many streams failed since then and have not been tried again. */
export async function failedSince(reach: Reach, filter: StreamFilter, since: Date) {
  const { values, add } = newParameters()
  const [row] = await read<{ count: number }>(
    `select count(*)::int as count from stream s
     where s.state = any(${add(FAILED)}::stream_state[]) and s.changed_at >= ${add(since)}
       and ${ofStreams(filter, add)}
       and s.trigger_id in (select t.id from trigger t where ${ofTriggers(reach, filter, add)})`,
    values,
  )
  return row?.count ?? 0
}

/** How often triggers did something, by the minute: minutes that begin within a range. */
export async function happened(
  reach: Reach,
  filter: Pick<StreamFilter, 'projectId' | 'trigger'>,
  counter: Counter,
  { from, to }: { from: Date; to: Date },
): Promise<number> {
  const { values, add } = newParameters()
  const [row] = await read<{ count: number }>(
    `select coalesce(sum(n.count), 0)::float8 as count from trigger_statistic n
     where n.criteria = '' and n.name = ${add(counter)} and n.minute >= ${add(from)} and n.minute < ${add(to)}
       and n.trigger_id in (select t.id from trigger t where ${ofTriggers(reach, filter, add)})`,
    values,
  )
  return row?.count ?? 0
}

const inStates = ({ states }: StreamFilter, add: (value: unknown) => string) =>
  states ? `s.state = any(${add(states)}::stream_state[])` : 'true'
