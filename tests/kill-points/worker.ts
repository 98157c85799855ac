import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'

/** A process that does one piece of upkeep on a database is killed there. */
export async function killWorkerAt(databaseUrl: string, point: Point, ...args: readonly string[]) {
  const worker = victim({
    module: 'tests/kill-points/work-process.ts',
    args,
    env: { DATABASE_URL: databaseUrl },
  })
  await worker.start(point)
  await worker.killed()
}
