import { openPool } from '#lib/db/client.ts'
import { hear } from '#lib/db/notices.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import type { RoleContext } from '#lib/roles/role.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import { openStreamWorker } from '#lib/streams/running/worker.ts'
import { openStatistics } from '#lib/streams/statistics/statistics.ts'

/** One ends streams, while others look for those that are due, and read their events; one counts. */
const CONNECTIONS = 4

/** An engine's part in streams: it runs their pipelines when they are due. */
export async function openStreams(means: {
  env: RoleContext['env']
  engineId: string
  sandbox: Pick<Sandbox, 'run'>
}) {
  const { env, engineId, sandbox } = means
  const pool = openPool(env.databaseUrl ?? '', CONNECTIONS)
  const directory = await openDirectory(pool)
  const statistics = openStatistics(pool)
  const worker = openStreamWorker({
    ...{ pool, engineId, sandbox, url: env.url },
    projectOf: directory.byId,
    tell: statistics.add,
  })
  const stopHearing = hear(['belfry_streams'], worker.wake)

  return {
    held: worker.held,
    async stop(graceMs: number): Promise<void> {
      stopHearing()
      await worker.stop(graceMs)
      await Promise.all([statistics.close(), directory.close()])
      await pool.end()
    },
  }
}
