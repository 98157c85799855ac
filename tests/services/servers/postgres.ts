import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { migrate } from '#lib/db/migrate.ts'
import { freePort, give, idsOf, launch, type Service, stop, untilReady } from './server.ts'

export const bin = '/usr/lib/postgresql/15/bin'

/** The oldest PostgreSQL that Belfry runs on; also the server that these tests have their databases on. */
export const postgres: Service = {
  name: 'PostgreSQL 15',
  packages: ['postgresql-15'],
  programs: [`${bin}/postgres`, `${bin}/initdb`],

  async start(folder) {
    give(folder, 'postgres')
    const data = join(folder, 'data')
    const password = join(folder, 'password')
    writeFileSync(password, 'secret')
    execFileSync(
      `${bin}/initdb`,
      [
        '-D',
        data,
        '-U',
        'belfry',
        '-A',
        'scram-sha-256',
        '--pwfile',
        password,
        '-E',
        'UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { stdio: 'ignore', cwd: folder, ...idsOf('postgres') },
    )
    const port = await freePort()
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=200']
    // They are for power cuts.
    settings.push('-c', 'fsync=off', '-c', 'full_page_writes=off')
    const server = launch(
      `${bin}/postgres`,
      ['-D', data, '-p', String(port), '-k', '', ...settings],
      { folder, user: 'postgres' },
    )
    const url = `postgres://belfry:secret@127.0.0.1:${port}/belfry`
    await untilReady(server, folder, () => run(url, 'postgres', 'create database belfry'))
    await run(url, 'belfry', 'create database template')
    await migrate(url.replace(/belfry$/, 'template'))
    return { env: { BELFRY_TEST_SERVER: url }, stop: () => stop(server) }
  },
}

async function run(url: string, database: string, sql: string) {
  const client = new pg.Client({ connectionString: url.replace(/belfry$/, database) })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
