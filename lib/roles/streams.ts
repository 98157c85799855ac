import { openPool } from '#lib/db/client.ts'
import { hear } from '#lib/db/notices.ts'
import { openPublisher } from '#lib/events/live/publish.ts'
import { openStored } from '#lib/events/live/stored.ts'
import { WATCHES } from '#lib/events/live/watch.ts'
import { openDirectory } from '#lib/projects/directory.ts'
import type { RoleContext } from '#lib/roles/role.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import { openStreamWorker } from '#lib/streams/running/worker.ts'
import { openStatistics } from '#lib/streams/statistics/statistics.ts'

/** One ends streams, while others look for those that are due, and read their events; one counts, and tells who watches. */
const CONNECTIONS = 4

/** An engine's part in streams: it runs their pipelines when they are due, and shows what those make to who watches. */
export async function openStreams(means: {
  env: RoleContext['env']
  engineId: string
  sandbox: Pick<Sandbox, 'run'>
}) {
  const { env, engineId, sandbox } = means
  const pool = openPool(env.databaseUrl ?? '', CONNECTIONS)
  const directory = await openDirectory(pool)
  const statistics = openStatistics(pool)
  const stored = openStored()
  const worker = openStreamWorker({
    ...{ pool, engineId, sandbox, url: env.url },
    projectOf: directory.byId,
    tell: statistics.add,
    heard: stored.tell,
  })
  const stopHearing = hear(['belfry_streams'], worker.wake)
  const publisher = openPublisher({ pool, events: { onStored: stored.on } })
  const stopWatching = hear([WATCHES], publisher.hear)

  return {
    held: worker.held,
    async stop(graceMs: number): Promise<void> {
      stopHearing()
      await worker.stop(graceMs)
      stopWatching()
      await publisher.close()
      await Promise.all([statistics.close(), directory.close()])
      await pool.end()
    },
  }
}
