import { everything } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import { readHealth } from '#lib/health/data.ts'
import { listProcesses, type Process } from '#lib/health/installation/data.ts'
import { type Health, problemsOf } from '#lib/health/status.ts'
import { type Concerns, concernsOf } from '#lib/health/vitals/concerns.ts'
import { readIntakeTotals } from '#lib/health/vitals/intake.ts'
import { readVitals, type Vitals } from '#lib/health/vitals/read.ts'
import { readTables } from '#lib/health/vitals/storage.ts'
import { monitorCounts } from '#lib/monitors/data.ts'

/** What takes more of the database to read than the health; older by some seconds it is as good. */
export interface Look {
  vitals: Vitals
  processes: Process[]
}

export async function look(): Promise<Look> {
  const [vitals, processes] = await Promise.all([readVitals(pool(), new Date()), listProcesses()])
  return { vitals, processes }
}

/** What is wrong by both; without the second by the first. */
export function concernsBy(health: Health & { now: Date }, seen: Look | null): Concerns {
  const { problems, warnings } = seen
    ? concernsOf(seen.vitals, seen.processes, health.now)
    : { problems: [], warnings: ['its numbers could not be read'] }
  return { problems: [...problemsOf(health, health.now), ...problems], warnings }
}

/** What is wrong with this installation right now. */
export async function readConcerns(): Promise<Concerns> {
  const [health, seen] = await Promise.all([readHealth(), look()])
  return concernsBy(health, seen)
}

/** The largest tables that are told of one by one, to Prometheus and to people. */
const TABLES = { told: 20, shown: 8 }

/** What is counted anew whenever it is asked for. */
export async function readCounts() {
  const [monitors, intake, tables] = await Promise.all([
    monitorCounts(everything),
    readIntakeTotals(pool()),
    readTables(pool(), TABLES.told),
  ])
  return { monitors, intake, tables }
}

export const readLargestTables = () => readTables(pool(), TABLES.shown)
