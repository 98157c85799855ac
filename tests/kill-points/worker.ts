import type { Point } from '#tests/kill-points/point.ts'
import { victim } from '#tests/kill-points/victim.ts'

/** A process that does one piece of work on a database is killed there. Answers the effects that it had until then. */
export async function killWorkerAt(databaseUrl: string, point: Point, ...args: readonly string[]) {
  const worker = victim({
    module: 'tests/kill-points/work-process.ts',
    args,
    env: { DATABASE_URL: databaseUrl },
  })
  await worker.start(point)
  await worker.killed()
  return worker.effects()
}
