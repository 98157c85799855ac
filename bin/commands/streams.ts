import { Command } from 'commander'
import { distill } from '#bin/streams/distill.ts'
import { exportCommand } from '#bin/streams/export.ts'
import { importCommand } from '#bin/streams/import.ts'

export const streams = new Command('streams')
  .description('triggers, pipelines and event definitions as files')
  .addCommand(importCommand)
  .addCommand(exportCommand)
  .addCommand(distill)
