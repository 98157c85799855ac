import { Command } from 'commander'
import { apply } from '#bin/commands/apply.ts'
import { count } from '#bin/commands/count.ts'
import { demo } from '#bin/commands/demo.ts'
import { exportFile } from '#bin/commands/export.ts'
import { follow } from '#bin/commands/follow.ts'
import { loginLink } from '#bin/commands/login-link.ts'
import { plan } from '#bin/commands/plan.ts'
import { rotateSecretCommand } from '#bin/commands/rotate-secret.ts'
import { run } from '#bin/commands/run.ts'
import { send } from '#bin/commands/send.ts'
import { status } from '#bin/commands/status.ts'
import { token } from '#bin/commands/token.ts'
import { reasonOf, UserError } from '#lib/failures.ts'

const program = new Command('belfry')
  .description('Belfry: self-hosted monitoring and alerting.')
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
Run it in the checkout, as the user that runs Belfry. It works on DATABASE_URL, or on the embedded
database of a running Belfry, whose data folder BELFRY_DATA names.`,
  )

for (const command of [
  status,
  run,
  plan,
  apply,
  exportFile,
  loginLink,
  token,
  rotateSecretCommand,
  send,
  count,
  follow,
  demo,
])
  program.addCommand(command)

try {
  await program.parseAsync()
  // Pools of connections would keep the process waiting.
  process.exit()
} catch (error) {
  process.stderr.write(
    `${error instanceof UserError ? error.message : ((error as Error).stack ?? reasonOf(error))}\n`,
  )
  process.exit(process.exitCode || 1)
}
