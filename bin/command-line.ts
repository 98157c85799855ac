import type { Command } from 'commander'
import { reasonOf, UserError } from '#lib/failures.ts'

/** Does what the arguments ask for, and ends the process. */
export async function runCommandLine(program: Command, commands: readonly Command[]) {
  for (const command of commands) program.addCommand(command)
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
}
