import { csvLinesOf } from '#lib/csv.ts'
import type { Run } from '#lib/monitors/history/data.ts'

const COLUMNS = [
  ...['run', 'planned_at', 'started_at', 'duration_ms', 'status', 'state', 'reason'],
  ...['value', 'message', 'version'],
]

/** The head line; each recorded series has a column of its own. */
export const csvHead = (seriesNames: string[]) =>
  csvLinesOf([[...COLUMNS, ...seriesNames.map(name => `series.${name}`)]])

/** One line for each run. */
export function csvLines(runs: Run[], seriesNames: string[]): string {
  return csvLinesOf(
    runs.map(run => [
      ...[run.id, run.plannedAt.toISOString(), run.startedAt?.toISOString() ?? '', run.durationMs],
      ...[run.status, run.state, run.reason, cell(run.value), run.message, run.version],
      ...seriesNames.map(name => run.series[name] ?? ''),
    ]),
  )
}

const cell = (value: Run['value']) =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : value
