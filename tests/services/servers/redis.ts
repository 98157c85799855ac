import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort, launch, type Service, stop, untilReady } from './server.ts'

export const redis: Service = {
  name: 'Redis',
  packages: ['redis-server'],
  programs: ['/usr/bin/redis-server', '/usr/bin/redis-cli'],

  async start(folder) {
    const port = await freePort()
    const server = launch(
      '/usr/bin/redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
      { folder },
    )
    const url = `redis://127.0.0.1:${port}`
    await untilReady(server, folder, async () => {
      const client = new Redis(url, { retryStrategy: null, maxRetriesPerRequest: 0 })
      client.on('error', () => {})
      await client.ping().finally(() => client.disconnect())
    })
    return { env: { REDIS_URL: url }, stop: () => stop(server) }
  },
}

/** A server of the caller's own. */
export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-redis-'))
  const { env, stop } = await redis.start(folder)
  return {
    url: env.REDIS_URL ?? '',
    async stop() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
