import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { writeBackup } from '#lib/db/backup/write.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

export const backup = new Command('backup')
  .description(
    'write everything that is stored into a file, as it is at one moment, while Belfry runs; the secret is not in it',
  )
  .argument('<file>', 'the file, or - for standard output')
  .action(async (file: string) => {
    const { databaseUrl } = await connect()
    const rows = await (file === '-'
      ? writeBackup(databaseUrl, process.stdout)
      : intoFile(databaseUrl, file))
    const total = Object.values(rows).reduce((sum, count) => sum + count, 0)
    process.stderr.write(`${Object.keys(rows).length} tables, ${total} rows\n`)
  })

/** Under its name only when it is whole and on the disk. */
async function intoFile(url: string, file: string) {
  const partial = `${file}.partial`
  try {
    const handle = await open(partial, 'w', 0o600)
    const rows = await writeBackup(url, createWriteStream(partial, { fd: handle, flush: true }))
    await rename(partial, file)
    return rows
  } catch (error) {
    await rm(partial, { force: true })
    const isOfFile = (error as NodeJS.ErrnoException).syscall !== undefined
    throw isOfFile ? new UserError(`${file} cannot be written: ${reasonOf(error)}`) : error
  }
}
