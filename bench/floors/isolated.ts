import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const loop = join(import.meta.dirname, 'isolated-loop.ts')

/** Runs per second of a bare isolated-vm loop in one process per core. */
export async function isolatedFloor(milliseconds: number): Promise<number> {
  const processes = Array.from({ length: availableParallelism() }, () =>
    promisify(execFile)(process.execPath, ['--no-node-snapshot', loop, String(milliseconds)]),
  )
  const rates = await Promise.all(processes)
  return rates.reduce((sum, { stdout }) => sum + Number(stdout), 0)
}
