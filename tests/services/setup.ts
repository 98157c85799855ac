import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { shared } from './servers/index.ts'
import { isInstalled, type Running } from './servers/server.ts'

/** Starts every server that files share and that is installed; the tests of the others skip themselves. */
export default async function setup() {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-services-'))
  chmodSync(folder, 0o755)
  const started = await Promise.allSettled(
    shared.filter(isInstalled).map(async (service): Promise<Running> => {
      const own = mkdtempSync(join(folder, 'server-'))
      chmodSync(own, 0o755)
      const running = await service.start(own)
      Object.assign(process.env, running.env)
      return running
    }),
  )
  const running = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const stopAll = async () => {
    await Promise.all(running.map(one => one.stop()))
    rmSync(folder, { recursive: true, force: true })
  }

  const failed = started.find(one => one.status === 'rejected')
  if (failed) {
    await stopAll()
    throw failed.reason
  }
  return stopAll
}
