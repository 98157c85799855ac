import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { Command } from 'commander'
import { restoreBackup } from '#lib/db/backup/restore.ts'
import { type Env, readEnv } from '#lib/env.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { prepareDatabase } from '#lib/roles/database.ts'
import { leaveFolder, takeFolder } from '#lib/roles/folder.ts'
import { startPostgres } from '#lib/roles/postgres.ts'

export const restore = new Command('restore')
  .description(
    'fill a new database from a backup: that of DATABASE_URL, or the embedded one of the data folder, on which no Belfry runs',
  )
  .argument('<file>', 'a file that belfry backup wrote, or - for standard input')
  .action(async (file: string) => {
    if (file !== '-') await access(file).catch(refuseUnreadable)
    const rows = await withServer(readEnv(), async url => {
      const input = file === '-' ? process.stdin : createReadStream(file)
      const restored = await restoreBackup(url, input)
      await prepareDatabase(url).catch(tellWhatIsLeft)
      return restored
    })
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    process.stderr.write(`${Object.keys(rows).length} tables, ${total} rows\n`)
  })

function refuseUnreadable(error: unknown): never {
  throw new UserError(`The backup cannot be read: ${reasonOf(error)}`)
}

function tellWhatIsLeft(error: unknown): never {
  throw new UserError(`Everything is restored. Before it can be used: ${reasonOf(error)}`)
}

/** The embedded server runs for as long as it is filled. */
async function withServer<T>(env: Env, work: (url: string) => Promise<T>): Promise<T> {
  if (env.databaseUrl) return work(env.databaseUrl)
  await takeFolder(env.dataFolder)
  const server = await startPostgres(env.dataFolder, line => process.stderr.write(`${line}\n`))
  try {
    return await work(server.url)
  } finally {
    await server.stop()
    leaveFolder(env.dataFolder)
  }
}
