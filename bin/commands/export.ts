import { Command } from 'commander'
import { connect } from '#bin/connect.ts'
import { storedDeclarations } from '#lib/config/data.ts'
import { exportYaml } from '#lib/config/export.ts'

export const exportFile = new Command('export')
  .description('print sources, alerts and monitors as a configuration file, without secrets')
  .action(async () => {
    await connect()
    process.stdout.write(exportYaml(await storedDeclarations()))
  })
