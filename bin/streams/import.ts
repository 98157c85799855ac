import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { readFolder } from '#bin/streams/folder.ts'
import { importStreams } from '#lib/streams/transfer/mutations.ts'
import type { Change } from '#lib/streams/transfer/write.ts'

interface Options {
  project: string
  dryRun?: boolean
}

const SIGNS = { create: '+', change: '~' } satisfies Record<Change['action'], string>

export const importCommand = new Command('import')
  .description(
    'take over triggers, pipelines and event definitions of a Winchester (triggers.yaml, pipelines.yaml, event_definitions.yaml, or as winchester.yaml names them), all or nothing',
  )
  .argument('<folder>', 'where they are')
  .option('--project <name>', 'whose they are to be', 'default')
  .option('--dry-run', 'only say what would change')
  .addHelpText(
    'after',
    `
Triggers and pipelines of the same names become what the files say; others stay. The event definitions
of the project become those of the file, since their order counts.`,
  )
  .action(async (folder: string, { project, dryRun = false }: Options) => {
    const read = await readFolder(folder)
    await connect()
    const { changes, notes } = await importStreams({ ...read, project, dryRun })
    for (const note of notes) process.stderr.write(`${note}\n`)
    for (const { kind, name, action } of changes)
      process.stdout.write(`${SIGNS[action]} ${kind} ${name}\n`)
    process.stdout.write(`${dryRun ? 'If this is imported' : 'Imported'}: ${summary(changes)}.\n`)
  })

function summary(changes: readonly Change[]): string {
  const count = (action: Change['action']) => changes.filter(one => one.action === action).length
  if (changes.length === 0) return 'nothing changes'
  return `${count('create')} created, ${count('change')} changed`
}
