import type { Reach } from '#lib/access/reach.ts'
import {
  type Monitor,
  type MonitorFilter,
  monitorPage,
  openRuns,
  type Told,
  toldBy,
} from '#lib/monitors/data.ts'
import { scheduleInWords } from '#lib/monitors/schedule-words.ts'
import { type SparkPoint, sparklinesOf } from '#lib/monitors/series/data.ts'
import { mainNumber } from '#lib/monitors/series/points.ts'
import type { Plain, StateName } from '#lib/plugin.ts'

const PAGE_SIZE = 50
const DAY_MS = 86_400_000

/** A monitor as the list draws it. */
export interface Row {
  id: number
  name: string
  state: StateName
  since: Date
  active: boolean
  message: string
  pending: Monitor['pending']
  told: Told | null
  tags: string[]
  groups: string[]
  schedule: string
  cron: string
  spark: SparkPoint[]
  value: Plain
  unit: string
  lastRunAt: Date | null
  nextRunAt: Date | null
  /** a run that is not done yet */
  open: 'queued' | 'running' | null
}

/** One page of the list with all that its rows show. */
export async function loadRows(reach: Reach, filter: MonitorFilter, page: string | undefined) {
  const { items, ...rest } = await monitorPage(reach, filter, page, PAGE_SIZE)
  const ids = items.map(monitor => monitor.id)
  const now = new Date()
  const dayAgo = new Date(now.getTime() - DAY_MS)
  const [sparks, open, told] = await Promise.all([
    sparklinesOf(ids, dayAgo, now),
    openRuns(ids),
    toldBy(ids),
  ])
  const rows = items.map((monitor): Row => {
    const { id, name, state, since, active, pending, tags, groups } = monitor
    const { value, unit, schedule } = monitor
    return {
      ...{ id, name, state, since, active, pending, tags, groups, value, unit, cron: schedule },
      // Long and of many lines at times; the monitor's page shows all of it.
      message: monitor.message.slice(0, 200),
      lastRunAt: monitor.lastRunAt,
      nextRunAt: monitor.nextRunAt,
      schedule: scheduleInWords(schedule, monitor.timezone),
      told: told.get(id) ?? null,
      spark: withLast(sparks.get(id) ?? [], monitor, dayAgo),
      open: open.get(id) ?? null,
    }
  })
  return { ...rest, rows }
}

/** The line ends at the last run. */
function withLast(points: SparkPoint[], { lastRunAt, value }: Monitor, from: Date): SparkPoint[] {
  if (!lastRunAt || lastRunAt < from) return points
  return [
    ...points,
    [Math.min(1, (lastRunAt.getTime() - from.getTime()) / DAY_MS), mainNumber(value)],
  ]
}
