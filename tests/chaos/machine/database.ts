import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { migrate } from '#lib/db/migrate.ts'
import { reasonOf } from '#lib/failures.ts'
import { type EmbeddedServer, startPostgres } from '#lib/roles/postgres.ts'

const AGAIN_MS = 1_000
/** So that its log fits on a small disk, and is written to the files now and then. */
const SETTINGS = ['max_wal_size = 96', 'min_wal_size = 32', 'checkpoint_timeout = 30']

export type Shutdown = 'fast' | 'immediate' | 'kill'
const SIGNALS = { fast: 'SIGINT', immediate: 'SIGQUIT', kill: 'SIGKILL' } as const

/** A PostgreSQL that comes again by itself, on the same port, as the supervisor sees to. */
export interface Database {
  port: number
  url: string
  restart(how: Shutdown): void
  close(): Promise<void>
}

export async function openDatabase(folder: string, say: (line: string) => void): Promise<Database> {
  let server = await startPostgres(folder, say)
  let isClosing = false
  const { url } = server
  const port = Number(new URL(url).port)
  await migrate(url)
  await adjust(url)
  const kept = keepUp()
  // However this process ends, nothing of it goes on.
  const endNow = () => void server.process.kill('SIGQUIT')
  process.on('exit', endNow)

  async function keepUp() {
    while (!isClosing) {
      await ended(server)
      while (!isClosing)
        try {
          server = await startPostgres(folder, say, port)
          break
        } catch (error) {
          say(reasonOf(error))
          await delay(AGAIN_MS)
        }
    }
  }

  return {
    ...{ port, url },
    restart: how => void server.process.kill(SIGNALS[how]),
    async close() {
      isClosing = true
      await server.stop()
      await kept
      await server.stop()
    },
  }
}

async function ended({ process }: EmbeddedServer) {
  if (process.exitCode === null && process.signalCode === null)
    await new Promise(resolve => process.once('exit', resolve))
}

async function adjust(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const setting of SETTINGS) await client.query(`alter system set ${setting}`)
    await client.query('select pg_reload_conf()')
  } finally {
    await client.end()
  }
}
