import { pool } from '#lib/db/client.ts'
import { readHealth } from '#lib/health/data.ts'
import { listProcesses, type Process } from '#lib/health/installation/data.ts'
import { type Health, problemsOf } from '#lib/health/status.ts'
import { type Concerns, concernsOf } from '#lib/health/vitals/concerns.ts'
import { readVitals, type Vitals } from '#lib/health/vitals/read.ts'

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
    ? concernsOf(seen.vitals, seen.processes)
    : { problems: [], warnings: ['its numbers could not be read'] }
  return { problems: [...problemsOf(health, health.now), ...problems], warnings }
}

/** What is wrong with this installation right now. */
export async function readConcerns(): Promise<Concerns> {
  const [health, seen] = await Promise.all([readHealth(), look()])
  return concernsBy(health, seen)
}
