import { Command } from 'commander'
import { runCommandLine } from '#bin/command-line.ts'
import { elsewhere } from '#bin/elsewhere.ts'

const program = new Command('belfry')
  .description('Belfry on a host that sends to one: self-hosted monitoring and alerting.')
  .showHelpAfterError()

await runCommandLine(program, elsewhere)
