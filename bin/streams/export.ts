import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { reasonOf, UserError } from '#lib/failures.ts'
import { exportStreams } from '#lib/streams/transfer/data.ts'

interface Options {
  project: string
  force?: boolean
}

export const exportCommand = new Command('export')
  .description('write triggers, pipelines and event definitions as the files that import takes')
  .argument('<folder>', 'where to; it is made')
  .option('--project <name>', 'whose they are', 'default')
  .option('--force', 'write over files that are there')
  .action(async (folder: string, { project, force = false }: Options) => {
    await connect()
    const files = await exportStreams(project)
    const there = Object.keys(files).filter(name => existsSync(join(folder, name)))
    if (there.length > 0 && !force)
      throw new UserError(`${there.join(', ')} in ${folder} would be written over: take --force.`)
    try {
      mkdirSync(folder, { recursive: true })
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
    } catch (error) {
      throw new UserError(`${folder} cannot be written: ${reasonOf(error)}`)
    }
    process.stdout.write(`Wrote ${Object.keys(files).join(', ')} into ${folder}.\n`)
  })
