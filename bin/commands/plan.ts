import { Command } from 'commander'
import { configuration } from '#bin/configuration.ts'
import { connect } from '#bin/connect.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { describe, summary } from '#lib/config/words.ts'

export const plan = new Command('plan')
  .description('show what applying the configuration file would change, and change nothing')
  .argument('[file]', 'default: BELFRY_CONFIG, or ./belfry.yaml')
  .option('--exit-code', 'exit with 2 when something would change')
  .action(async (file: string | undefined, options: { exitCode?: boolean }) => {
    const env = await connect()
    const changes = await applyConfiguration(configuration(env, file), { planOnly: true })
    if (changes.length > 0) process.stdout.write(`${describe(changes)}\n\n`)
    process.stdout.write(`If this file is applied: ${summary(changes)}.\n`)
    if (options.exitCode && changes.length > 0) process.exitCode = 2
  })
