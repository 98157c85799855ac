import { formatBytes, formatNumber } from '#app/_ui/number.ts'
import stacked from '#app/_ui/stacked.module.css'
import table from '#app/_ui/table.module.css'
import { took } from '#app/_ui/time.ts'
import { RelativeTime } from '#app/_ui/times.tsx'
import css from '#app/(signed-in)/settings/settings.module.css'
import type { EngineReport, IntakeReport, Process } from '#lib/health/installation/data.ts'
import { BEAT_LIMIT_MS } from '#lib/health/status.ts'

interface Props {
  processes: Process[]
  /** whether to tell on which machines they run */
  isWhereTold: boolean
}

/** The processes of all roles with their last sign of life and what they report. */
export function Processes({ processes, isWhereTold }: Props) {
  const now = Date.now()
  return (
    <table className={`${table.table} ${stacked.stacked}`}>
      <thead>
        <tr>
          <th>Role</th>
          {isWhereTold && <th>Process</th>}
          <th className="num">Started</th>
          <th className="num">Last beat</th>
          <th className="num">Memory</th>
          <th className="num">Disk free</th>
          <th>Reports</th>
        </tr>
      </thead>
      <tbody>
        {processes.map(
          ({ id, role, host, pid, startedAt, beatAt, memoryBytes, disk, engine, intake }) => (
            <tr key={id}>
              <td className={css.role}>{role}</td>
              {isWhereTold && (
                <td className={`mono ${css.process}`}>
                  {host} · {pid}
                </td>
              )}
              <td className="num" data-label="Started">
                <RelativeTime at={startedAt} />
              </td>
              <td
                className={`num ${css.beat}`}
                data-label="Beat"
                data-silent={now - beatAt.getTime() > BEAT_LIMIT_MS}
              >
                <RelativeTime at={beatAt} />
              </td>
              <td className="num" data-label="Memory">
                {memoryBytes === null ? '' : formatBytes(memoryBytes)}
              </td>
              <td className="num" data-label="Disk free">
                {disk ? formatBytes(disk.freeBytes) : ''}
              </td>
              <td data-empty={!engine && !intake}>
                {engine && <EngineFacts report={engine} />}
                {intake && <IntakeFacts report={intake} />}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

function EngineFacts({ report: { schedules, runs, lateness, sandbox } }: { report: EngineReport }) {
  const lost = [
    [sandbox.timeouts, 'ran out of time'],
    [sandbox.outOfMemory, 'ran out of memory'],
    [sandbox.lost, 'lost their process'],
  ] as const
  return (
    <div className={css.report}>
      <span>{schedules} schedules</span>
      <span>{runs} runs under way</span>
      <span>
        runs begin {took(lateness.p50Ms)} late, 1 in 100 over {took(lateness.p99Ms)}
      </span>
      <span>
        {sandbox.runs} scripts run
        {lost.flatMap(([count, what]) => (count > 0 ? [`, ${count} ${what}`] : []))}
      </span>
      <span>sandbox: {sandbox.layers.join(', ')}</span>
    </div>
  )
}

function IntakeFacts({ report }: { report: IntakeReport }) {
  const { listeners, messagesPerSecond, accepted, dropped, backlog, isAway, redis, nats } = report
  return (
    <div className={css.report}>
      <span>{listeners.join(', ') || 'it listens nowhere'}</span>
      <span>{formatNumber(messagesPerSecond)} messages a second</span>
      <span>
        {formatNumber(accepted)} taken, {formatNumber(dropped)} dropped since its start
      </span>
      {backlog > 0 && <span>{formatNumber(backlog)} not written yet</span>}
      {isAway && <span className={css.trouble}>it cannot write to the database</span>}
      {redis?.problem && <span className={css.trouble}>Redis: {redis.problem}</span>}
      {nats?.problem && <span className={css.trouble}>NATS: {nats.problem}</span>}
    </div>
  )
}
