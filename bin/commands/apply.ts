import { Command } from 'commander'
import { configuration } from '#bin/configuration.ts'
import { applyConfiguration } from '#lib/config/mutations.ts'
import { describe, summary } from '#lib/config/words.ts'
import { readEnv } from '#lib/env.ts'
import { databaseUrl, prepareDatabase } from '#lib/roles/database.ts'

export const apply = new Command('apply')
  .description('bring sources, alerts and monitors in line with the configuration file')
  .argument('[file]', 'default: BELFRY_CONFIG, or ./belfry.yaml')
  .action(async (file: string | undefined) => {
    const env = readEnv()
    const declared = configuration(env, file)
    const url = databaseUrl(env)
    // A deployment may apply the file before the first role of a new release starts.
    await prepareDatabase(url)
    process.env.DATABASE_URL = url

    const changes = await applyConfiguration(declared)
    if (changes.length > 0) process.stdout.write(`${describe(changes)}\n\n`)
    process.stdout.write(`Applied: ${summary(changes)}.\n`)
  })
