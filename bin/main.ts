import { Command } from 'commander'
import { runCommandLine } from '#bin/command-line.ts'
import { apply } from '#bin/commands/apply.ts'
import { archive } from '#bin/commands/archive.ts'
import { backup } from '#bin/commands/backup.ts'
import { demo } from '#bin/commands/demo.ts'
import { events } from '#bin/commands/events.ts'
import { exportFile } from '#bin/commands/export.ts'
import { loginLink } from '#bin/commands/login-link.ts'
import { plan } from '#bin/commands/plan.ts'
import { restore } from '#bin/commands/restore.ts'
import { rotateSecretCommand } from '#bin/commands/rotate-secret.ts'
import { run } from '#bin/commands/run.ts'
import { status } from '#bin/commands/status.ts'
import { streams } from '#bin/commands/streams.ts'
import { token } from '#bin/commands/token.ts'
import { elsewhere } from '#bin/elsewhere.ts'

const program = new Command('belfry')
  .description('Belfry: self-hosted monitoring and alerting.')
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
Run it in the checkout, as the user that runs Belfry. It works on DATABASE_URL, or on the embedded
database of a running Belfry, whose data folder BELFRY_DATA names.`,
  )

await runCommandLine(program, [
  status,
  run,
  plan,
  apply,
  exportFile,
  loginLink,
  token,
  events,
  streams,
  archive,
  backup,
  restore,
  rotateSecretCommand,
  ...elsewhere,
  demo,
])
