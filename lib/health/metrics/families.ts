import { processFamilies } from '#lib/health/metrics/processes.ts'
import { byLabel, type Family, single } from '#lib/health/metrics/text.ts'
import type { Look } from '#lib/health/report/data.ts'
import type { Health, QueueHealth } from '#lib/health/status.ts'
import type { IntakeCount } from '#lib/health/vitals/intake.ts'
import type { Vitals } from '#lib/health/vitals/read.ts'
import type { Sending } from '#lib/health/vitals/sending.ts'
import type { TableSize } from '#lib/health/vitals/storage.ts'

export interface Measured {
  /** null when the database was away */
  health: Health | null
  look: Look | null
  /** monitors by state */
  monitors: Record<string, number>
  /** what came in since ever */
  intake: IntakeCount[]
  tables: TableSize[]
}

/** Everything that this installation tells Prometheus of itself. */
export function familiesOf(measured: Measured, now: Date): Family[] {
  const { health, look, monitors, intake, tables } = measured
  return [
    byLabel('belfry_monitors', 'Monitors by state.', 'state', monitors),
    ...(health ? queueFamilies(health) : []),
    ...(look ? [...vitalFamilies(look.vitals), ...processFamilies(look.processes, now)] : []),
    {
      name: 'belfry_intake_messages_total',
      help: 'What came in, by input and by what became of it: accepted, kept, or why it was dropped.',
      type: 'counter',
      samples: intake.map(({ count, ...labels }) => ({ labels, value: count })),
    },
    byLabel(
      'belfry_table_bytes',
      'Size of the largest tables with their indexes, partitions together.',
      'table',
      Object.fromEntries(tables.map(({ name, bytes }) => [name, bytes])),
    ),
  ]
}

function queueFamilies({ roles, queues, lagMs }: Health): Family[] {
  const each = (read: (queue: QueueHealth) => number) =>
    Object.fromEntries(Object.entries(queues).map(([task, queue]) => [task, read(queue)]))
  return [
    byLabel(
      'belfry_processes',
      'Processes that are alive, by role.',
      'role',
      Object.fromEntries(Object.entries(roles).map(([role, { processes }]) => [role, processes])),
    ),
    byLabel(
      ...(['belfry_jobs_due', 'Jobs whose time has come and that nobody has taken.'] as const),
      ...(['task', each(({ due }) => due)] as const),
    ),
    byLabel(
      'belfry_jobs_later',
      'Jobs for later, retries among them.',
      'task',
      each(({ later }) => later),
    ),
    byLabel(
      'belfry_jobs_running',
      'Jobs that are being done.',
      'task',
      each(({ running }) => running),
    ),
    byLabel(
      'belfry_jobs_oldest_seconds',
      'For how long the oldest due job has been due, by task.',
      'task',
      each(queue => queue.lagMs / 1000),
    ),
    single('belfry_lag_seconds', 'For how long the oldest due job has been due.', lagMs / 1000),
  ]
}

function vitalFamilies({ runs, overdue, deliveries, posts, storage, failing }: Vitals): Family[] {
  return [
    single('belfry_monitors_overdue', 'Active monitors whose time passed without a run.', overdue),
    {
      name: 'belfry_recent_run_start_delay_seconds',
      help: 'From the planned time of a run to its start, of the last minutes, in all engines.',
      type: 'summary',
      samples: [
        { labels: { quantile: '0.5' }, value: runs.lateP50 },
        { labels: { quantile: '0.99' }, value: runs.lateP99 },
      ],
    },
    byLabel(
      ...(['belfry_deliveries', 'Deliveries that are not sent, by status.', 'status'] as const),
      { queued: deliveries.waiting, dead: deliveries.dead },
    ),
    ...sendingFamilies('deliveries', 'Deliveries of alerts', deliveries),
    ...sendingFamilies('posts', 'Posts of streams', posts),
    byLabel(
      'belfry_jobs_failing',
      'How often a job was tried in vain that was not done since, by task.',
      'task',
      Object.fromEntries(failing.map(({ task, attempts }) => [task, attempts])),
    ),
    single(
      'belfry_archive_failures',
      'How often moving old events into the archive was tried in vain since it last went well.',
      failing.find(({ task }) => task === 'clean-up-events')?.attempts ?? 0,
    ),
    single('belfry_database_bytes', 'Size of the database.', storage.bytes),
    ...(storage.growth === null
      ? []
      : [
          single(
            'belfry_database_growth_bytes_per_day',
            'By how much it grew, as over the last day.',
            storage.growth,
          ),
        ]),
    single('belfry_database_connections', 'Connections to the server.', storage.connections),
    single(
      'belfry_database_connections_limit',
      'Connections that it allows.',
      storage.connectionLimit,
    ),
    single('belfry_event_partitions', 'Days of events, each a partition.', storage.partitions),
    single(
      'belfry_database_transactions_left',
      'Transactions until the server stops taking writes unless it is vacuumed.',
      storage.transactionsLeft,
    ),
  ]
}

function sendingFamilies(noun: string, what: string, sending: Sending): Family[] {
  const { waiting, oldestSeconds, dead, stuck } = sending
  return [
    single(`belfry_${noun}_waiting`, `${what} that are not sent yet.`, waiting),
    single(`belfry_${noun}_oldest_seconds`, 'Age of the oldest of those.', oldestSeconds),
    single(`belfry_${noun}_dead`, `${what} that were given up, of those that are kept.`, dead),
    byLabel(
      `belfry_${noun}_stuck`,
      `${what} that are due while nobody sends any to their receiver.`,
      'to',
      Object.fromEntries(stuck.map(({ to, due }) => [to, due])),
    ),
  ]
}
