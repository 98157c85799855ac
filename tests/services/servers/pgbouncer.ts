import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { freePort, give, launch, type Service, stop, untilReady } from './server.ts'

const USER = 'postgres'

/** A pooler before the server that these tests have their databases on. */
export const pgbouncer: Service = {
  name: 'PgBouncer',
  packages: ['pgbouncer'],
  programs: ['/usr/sbin/pgbouncer'],

  async start(folder) {
    const port = await freePort()
    const server = new URL(process.env.BELFRY_TEST_SERVER ?? '')
    const [settings, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')]
    writeFileSync(users, `"${server.username}" "${server.password}"\n`)
    writeFileSync(
      settings,
      `[databases]
* = host=${server.hostname} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = session
default_pool_size = 60
`,
    )
    give(folder, USER)
    const pooler = launch('/usr/sbin/pgbouncer', [settings], { folder, user: USER })
    server.port = String(port)
    await untilReady(pooler, folder, async () => {
      const client = new pg.Client({ connectionString: server.href })
      await client.connect().finally(() => client.end())
    })
    return { env: { PGBOUNCER: server.href }, stop: () => stop(pooler) }
  },
}

/** A pooler of the caller's own; answers its port. */
export async function startPgbouncer(): Promise<{ port: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-pgbouncer-'))
  const { env, stop } = await pgbouncer.start(folder)
  return {
    port: new URL(env.PGBOUNCER ?? '').port,
    async stop() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
