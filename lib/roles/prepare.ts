import { belfryActor } from '#lib/access/person.ts'
import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { summary } from '#lib/config/words.ts'
import { exampleDashboard } from '#lib/dashboards/examples.ts'
import { insertStored } from '#lib/dashboards/stored.ts'
import { overPrisma } from '#lib/db/change.ts'
import type { Env } from '#lib/env.ts'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'
import { exampleMonitors } from '#lib/monitors/examples.ts'
import { insertMonitor } from '#lib/monitors/mutations.ts'
import { insertKey, newPair } from '#lib/projects/keys/mutations.ts'
import { isFixed } from '#lib/projects/schema.ts'
import { withDb } from '#lib/roles/database.ts'

/** Says once that the examples were given; a deleted example does not come back. */
const EXAMPLES_GIVEN = 'examples'

/** Brings in line what the configuration file declares. Throws a UserError for a mistake in it. */
export async function applyConfigured(
  { configFile }: Env,
  url: string,
  say: (line: string) => void,
): Promise<void> {
  if (!configFile) return
  const configuration = readConfiguration(configFile)
  const changes = await withDb(url, client => applyConfiguration(configuration, { client }))
  say(`Configuration ${configFile}: ${summary(changes)}`)
}

/** Gives a new installation something that runs, and something to look at and copy from; once, and not beside monitors of its own. */
export async function giveExamples(url: string): Promise<void> {
  await withDb(url, db =>
    db.$transaction(async tx => {
      const data = [{ key: EXAMPLES_GIVEN, value: true }]
      const { count } = await tx.setting.createMany({ data, skipDuplicates: true })
      if (count === 0 || (await tx.monitor.count()) > 0) return
      for (const monitor of [...exampleMonitors, ...builtInMonitors])
        await insertMonitor(tx, monitor, belfryActor)
      if ((await tx.dashboard.count()) > 0) return
      await insertStored(overPrisma(tx), exampleDashboard, belfryActor)
    }),
  )
}

/** Gives the projects that are there from the start a pair of keys, unless they ever had one. */
export async function giveKeys(url: string): Promise<void> {
  await withDb(url, db =>
    db.$transaction(async tx => {
      await tx.$queryRaw`select from project order by id for update`
      const keyless = await tx.project.findMany({ where: { keys: { none: {} } } })
      for (const { id } of keyless) if (isFixed(id)) await insertKey(tx, id, newPair())
    }),
  )
}
