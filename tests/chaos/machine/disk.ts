import { execFileSync, spawnSync } from 'node:child_process'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const SIZE = '1200m'
const PIECE = Buffer.alloc(1024 * 1024)

/** A small disk of its own, which can be filled. */
export interface Disk {
  fill(): void
  free(): void
  unmount(): void
}

/** Mounts one there; a sentence that says why not, where that may not be done. */
export function mountDisk(folder: string): Disk | string {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'a disk can be mounted by root only, on Linux'
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0755`, 'tmpfs', folder]
    execFileSync('mount', options, { stdio: 'pipe' })
  } catch (error) {
    return `no disk can be mounted here: ${String((error as { stderr?: Buffer }).stderr).trim()}`
  }
  const file = join(folder, 'filler')
  const free = () => rmSync(file, { force: true })
  // Whoever still stands in it keeps it until he is gone.
  const unmount = () => void spawnSync('umount', ['-l', folder])
  process.on('exit', unmount)
  return {
    fill: () => writeUntilFull(file),
    free,
    unmount,
  }
}

function writeUntilFull(file: string) {
  const descriptor = openSync(file, 'w')
  try {
    for (;;) writeSync(descriptor, PIECE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(descriptor)
  }
}
