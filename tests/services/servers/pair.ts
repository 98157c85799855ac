import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { until } from '#tests/until.ts'
import { bin } from './postgres.ts'
import { freePort, give, idsOf, launch, stop, untilReady } from './server.ts'

const USER = 'postgres'

/** A PostgreSQL 15 and one that follows it: what is acknowledged is on both. */
export interface Pair {
  /** both servers, for somebody who may not do everything */
  url: string
  /** Runs statements on the server that leads, as one who may. */
  admin(...statements: string[]): Promise<void>
  /** The one that leads ends as in a crash, and the other one takes its place. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'belfry-pair-'))
  give(folder, USER)
  const [first, second] = [await freePort(), await freePort()]
  const leader = start(folder, await initialise(folder), first)
  let leading = first
  await untilReady(leader, folder, () => run(first, 'create role app login password $$app$$'))
  await run(first, 'create database belfry owner app')
  const follower = start(folder, copy(folder, first), second)
  await run(first, `alter system set synchronous_standby_names = '*'`)
  await run(first, 'select pg_reload_conf()')
  await until(async () => (await run(first, SYNCHRONOUS)).length > 0)

  return {
    url: `postgres://app:app@127.0.0.1:${first},127.0.0.1:${second}/belfry`,
    async admin(...statements) {
      for (const statement of statements) await run(leading, statement)
    },
    async failOver() {
      const ended = new Promise(resolve => leader.once('exit', resolve))
      leader.kill('SIGQUIT')
      await ended
      await run(second, 'select pg_promote()')
      leading = second
    },
    async stop() {
      await Promise.all([stop(leader), stop(follower)])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const SYNCHRONOUS = `select from pg_stat_replication where sync_state = 'sync'`

async function initialise(folder: string): Promise<string> {
  const data = join(folder, 'leader')
  const password = join(folder, 'password')
  writeFileSync(password, 'secret')
  const who = ['-U', 'belfry', '-A', 'scram-sha-256', '--pwfile', password]
  tool('initdb', ['-D', data, ...who, '-E', 'UTF8', '--locale=C'], folder)
  return data
}

function copy(folder: string, port: number): string {
  const data = join(folder, 'follower')
  mkdirSync(data)
  give(data, USER)
  chmodSync(data, 0o700)
  const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'belfry']
  tool('pg_basebackup', [...from, '-D', data, '-R', '-X', 'stream', '-c', 'fast'], folder)
  return data
}

const tool = (name: string, args: string[], cwd: string) =>
  execFileSync(`${bin}/${name}`, args, {
    ...{ stdio: 'ignore', cwd, ...idsOf(USER) },
    env: { ...process.env, PGPASSWORD: 'secret' },
  })

const start = (folder: string, data: string, port: number) =>
  launch(
    `${bin}/postgres`,
    ['-D', data, '-p', String(port), '-k', '', '-c', 'listen_addresses=127.0.0.1'],
    { folder, user: USER },
  )

async function run(port: number, sql: string): Promise<unknown[]> {
  const url = `postgres://belfry:secret@127.0.0.1:${port}/postgres`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
