import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { Pool } from 'pg'
import { freePort } from '#bench/parts/intake.ts'
import { openPool } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { buildPages } from '#lib/roles/build.ts'
import { runningServerUrl, startPostgres } from '#lib/roles/postgres.ts'
import { alive, familyOf } from '#tests/flows/processes.ts'
import { listenersAt } from '#tests/listeners.ts'
import { until } from '#tests/until.ts'

/** A whole Belfry in production, with its embedded database. */
export interface StartedProduct {
  url: string
  /** connections to its database */
  pool: Pool
  /** signs in who opens it, once */
  link: string
  /** the process that started all others */
  pid: number
}

export interface Options {
  /** puts into the database, before the start, what is to be there */
  fill(pool: Pool): Promise<void>
  /** settings; the intake takes free ports unless they say otherwise */
  env?: Record<string, string>
}

/** Much that was just written takes its time to the disk. */
const FLUSH_MS = 120_000

const say = (line: string) => void process.stderr.write(`${line}\n`)

/** Runs `work` with what `npm start` starts, on a data folder of its own. */
export async function withProduct<T>(
  { fill, env = {} }: Options,
  work: (product: StartedProduct) => Promise<T>,
): Promise<T> {
  await buildPages(say)
  const folder = newFolder()
  const port = await freePort()
  await fillFolder(folder, fill)
  const child = launch({ ...listenersAt('0'), PORT: String(port), BELFRY_DATA: folder, ...env })
  try {
    const link = await linkOf(child)
    const pool = openPool(runningServerUrl(folder) ?? '')
    const product = { url: `http://127.0.0.1:${port}`, pool, link, pid: child.pid ?? 0 }
    return await work(product).finally(() => pool.end())
  } finally {
    await stop(child)
  }
}

/** Gone with this process, whoever ends it: it may hold gigabytes. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
  return folder
}

async function fillFolder(folder: string, fill: Options['fill']) {
  const server = await startPostgres(folder, say)
  const pool = openPool(server.url)
  process.env.DATABASE_URL = server.url
  try {
    await migrate(server.url)
    await fill(pool)
  } finally {
    await pool.end()
    await server.stop(FLUSH_MS)
  }
}

function launch(settings: Record<string, string>): ChildProcess {
  const { PATH, HOME, LANG, TMPDIR } = process.env
  const env = { PATH, HOME, LANG, TMPDIR, BELFRY_LOG: 'warn', ...settings } as unknown
  const child = spawn('npm', ['start', '--silent'], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
    env: env as NodeJS.ProcessEnv,
  })
  // Whoever ends the benchmark ends what it has started.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  process.once('exit', () => child.kill('SIGTERM'))
  return child
}

async function linkOf(child: ChildProcess): Promise<string> {
  const stdout = (child.stdout as Readable).setEncoding('utf8')
  let output = ''
  for await (const part of stdout.iterator({ destroyOnReturn: false })) {
    output += part
    const [link] = /https?:\S+\/sign-in\?link=\S+/.exec(output) ?? []
    if (!link) continue
    // What it says later is read by nobody, and must not fill the pipe.
    stdout.resume()
    return link
  }
  throw new Error(`Belfry did not start: ${output}`)
}

async function stop(child: ChildProcess) {
  const family = familyOf(child.pid ?? 0)
  if (child.exitCode === null) {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  await until(() => alive(family).length === 0)
}
