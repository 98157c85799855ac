import { Redis } from 'ioredis'
import { freePort, launch, type Service, stop, untilReady } from './server.ts'

export const redis: Service = {
  name: 'Redis',
  packages: ['redis-server'],
  programs: ['/usr/bin/redis-server'],

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
    return { env: { BELFRY_TEST_REDIS: url }, stop: () => stop(server) }
  },
}
