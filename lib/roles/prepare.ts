import { readConfiguration } from '#lib/config/file.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { summary } from '#lib/config/words.ts'
import type { Db } from '#lib/db/client.ts'
import type { Env } from '#lib/env.ts'
import { exampleMonitors } from '#lib/monitors/examples.ts'
import { insertMonitor } from '#lib/monitors/mutations.ts'
import { withDb } from '#lib/roles/database.ts'

/** Says once that the examples were given; a deleted example does not come back. */
const EXAMPLES_GIVEN = 'examples'

/** What a migrated database needs before the roles start: what the configuration file declares, and a first monitor. */
export async function prepareInstallation(
  { configFile }: Env,
  url: string,
  say: (line: string) => void,
): Promise<void> {
  await withDb(url, async db => {
    if (configFile) await applyFile(configFile, db, say)
    await giveExamples(db)
  })
}

async function applyFile(file: string, db: Db, say: (line: string) => void) {
  const changes = await applyConfiguration(readConfiguration(file), { client: db })
  say(`Configuration ${file}: ${summary(changes)}`)
}

/** Gives a new installation something that runs, and something to copy from; once, and not beside monitors of its own. */
async function giveExamples(db: Db) {
  await db.$transaction(async tx => {
    const data = [{ key: EXAMPLES_GIVEN, value: true }]
    const { count } = await tx.setting.createMany({ data, skipDuplicates: true })
    if (count === 0 || (await tx.monitor.count()) > 0) return
    for (const monitor of exampleMonitors) await insertMonitor(tx, monitor, 'Belfry')
  })
}
