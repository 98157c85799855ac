import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { lastWords } from '#bin/events/last-words.ts'
import { everything } from '#lib/access/reach.ts'
import { readLastEvents } from '#lib/events/last/data.ts'
import { readHealth } from '#lib/health/data.ts'
import { concernsBy, look } from '#lib/health/report/data.ts'
import { monitorCounts } from '#lib/monitors/data.ts'

const DEGRADED = 1

export const status = new Command('status')
  .description(
    'print how this installation is: roles, monitors by state, queues, what events came last; exits with 1 when something is wrong',
  )
  .option('-r, --json', 'print it as JSON')
  .action(async (options: { json?: boolean }) => {
    await connect()
    const report = await readStatus()
    process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : inWords(report)}\n`)
    if (report.problems.length > 0) process.exitCode = DEGRADED
  })

async function readStatus() {
  const [report, seen, monitors, events] = await Promise.all([
    readHealth(),
    look(),
    monitorCounts(everything),
    readLastEvents(),
  ])
  const { problems, warnings } = concernsBy(report, seen)
  const { now, ...health } = report
  return {
    status: problems.length > 0 ? 'degraded' : 'ok',
    ...{ problems, warnings, now, monitors },
    ...health,
    events,
  }
}

type Status = Awaited<ReturnType<typeof readStatus>>

function inWords(report: Status) {
  const { status, problems, warnings, now, monitors, roles, queues, lagMs, events } = report
  const list = (numbers: Record<string, number>) =>
    Object.entries(numbers)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  const running = Object.entries(roles).map(([role, { processes }]) => [role, processes] as const)
  const waiting = Object.entries(queues).map(
    ([task, { due, later }]) => [task, due + later] as const,
  )
  return [
    `status    ${status}${problems.length > 0 ? `: ${problems.join('; ')}` : ''}`,
    ...warnings.map(warning => `          ${warning}`),
    `roles     ${list(Object.fromEntries(running))}`,
    `monitors  ${list(monitors)}`,
    `queue     ${list(Object.fromEntries(waiting)) || 'empty'}; the oldest due job waits for ${Math.round(lagMs / 1000)} s`,
    ...lastWords(events, now.getTime() / 1000),
  ].join('\n')
}
