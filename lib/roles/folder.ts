import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reasonOf, UserError } from '#lib/failures.ts'

/**
 * Takes the data folder for this process; a second Belfry on it would stop the first one's database.
 * What a killed process left behind is taken over. Throws a UserError when another one lives.
 */
export function takeFolder(folder: string): void {
  const file = join(folder, 'belfry.pid')
  try {
    mkdirSync(folder, { recursive: true })
    const owner = ownerIn(file)
    if (owner && owner !== process.pid && livesAsBelfry(owner))
      throw new UserError(
        `Belfry already runs on ${folder} (process ${owner}); stop it, or set BELFRY_DATA to another folder.`,
      )
    writeFileSync(file, String(process.pid))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      `The data folder ${folder} cannot be written (${reasonOf(error)}); set BELFRY_DATA to one that can.`,
    )
  }
}

function ownerIn(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** Process numbers are used again, so on Linux its command line is looked at too. */
function livesAsBelfry(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('supervisor.ts')
  } catch {
    return process.platform !== 'linux'
  }
}
