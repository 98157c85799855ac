import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { reasonOf, UserError } from '#lib/failures.ts'

/** A Belfry that was told to stop needs this long at most. */
const HANDOVER_MS = 10_000
const POLL_MS = 100
const STOPPING = 'stopping'

/**
 * Takes the data folder for this process; a second Belfry on it would stop the first one's database.
 * Waits for one that is just stopping, and takes over what a killed one left behind. Throws a UserError when
 * another one runs.
 */
export async function takeFolder(folder: string): Promise<void> {
  const file = join(folder, 'belfry.pid')
  const until = performance.now() + HANDOVER_MS
  try {
    mkdirSync(folder, { recursive: true })
    for (let owner = ownerIn(file); owner; owner = ownerIn(file)) {
      if (!owner.isStopping || performance.now() > until)
        throw new UserError(
          `Belfry already runs on ${folder} (process ${owner.pid}); stop it, or set BELFRY_DATA to another folder.`,
        )
      await delay(POLL_MS)
    }
    writeFileSync(file, String(process.pid))
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError(
      `The data folder ${folder} cannot be written (${reasonOf(error)}); set BELFRY_DATA to one that can.`,
    )
  }
}

/** Tells a next start that the folder will be free in a moment. */
export function leaveFolder(folder: string): void {
  try {
    writeFileSync(join(folder, 'belfry.pid'), `${process.pid} ${STOPPING}`)
  } catch {
    // The folder is gone or full: the next start finds this process dead or alive all the same.
  }
}

/** The other Belfry that lives on this folder, if one does. */
function ownerIn(file: string): { pid: number; isStopping: boolean } | undefined {
  const [number, word] = textOf(file).split(' ')
  const pid = Number(number)
  return pid && pid !== process.pid && livesAsBelfry(pid)
    ? { pid, isStopping: word === STOPPING }
    : undefined
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Process numbers are used again, so on Linux its command line is looked at too. */
function livesAsBelfry(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Another user's process lives as well.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('supervisor.ts')
  } catch {
    return process.platform !== 'linux'
  }
}
