import { groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import type { StateName } from '#lib/plugin.ts'

/** What the pipelines of a stream brought about, beside events, metrics and errors. */
export interface Made {
  /** how many deliveries of alerts, and posts of webhooks, by their status */
  deliveries: StatusCount[]
  posts: StatusCount[]
  /** of monitors, the newest first */
  runs: MadeRun[]
}

export interface StatusCount {
  status: 'queued' | 'sent' | 'superseded' | 'dead'
  count: number
}

export interface MadeRun {
  id: number
  monitorId: number
  monitor: string
  /** null: it has not ended */
  state: StateName | null
}

const MOST_RUNS = 20

/** Of a stream that was found with a reach; runs only of monitors within it. */
export async function madeBy(reach: Reach, { id }: { id: number }): Promise<Made> {
  const [deliveries, posts, runs] = await Promise.all([
    read<StatusCount>(
      `select d.status, count(*)::int as count from notice n join delivery d on d.notice_id = n.id
       where n.stream_id = $1 group by d.status order by d.status`,
      [id],
    ),
    read<StatusCount>(
      `select status, count(*)::int as count from post where stream_id = $1 group by status order by status`,
      [id],
    ),
    runsOf(reach, id),
  ])
  return { deliveries, posts, runs }
}

function runsOf(reach: Reach, id: number): Promise<MadeRun[]> {
  const { values, add } = newParameters()
  return read<MadeRun>(
    `select r.id::float8 as id, m.id as "monitorId", m.name as monitor, r.state
     from run r join monitor m on m.id = r.monitor_id
     where r.stream_id = ${add(id)} and ${reachedSql('m.groups', add(groupsOf(reach)))}
     order by r.id desc limit ${MOST_RUNS}`,
    values,
  )
}
