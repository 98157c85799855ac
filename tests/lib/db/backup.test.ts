import {
  createReadStream,
  createWriteStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreBackup } from '#lib/db/backup/restore.ts'
import { writeBackup } from '#lib/db/backup/write.ts'
import { openPool } from '#lib/db/client.ts'
import { dayOf, openDays } from '#lib/events/days.ts'
import { inTransaction } from '#lib/transaction.ts'
import { admin, freshDatabase } from '#tests/database.ts'
import { seed } from '#tests/seed.ts'
import { seedErrors } from '#tests/seed-errors.ts'

const DAY = 86_400
let database: Awaited<ReturnType<typeof freshDatabase>>
const folder = mkdtempSync(join(tmpdir(), 'belfry-backup-'))
const file = join(folder, 'all.belfry')
const made: string[] = []
let stored: Record<string, string>

beforeAll(async () => {
  database = await freshDatabase()
  await seed(database.url)
  await seedErrors(database.url, 20)
  await fillDays()
  stored = await sums(database.url)
  await writeBackup(database.url, createWriteStream(file))
})
afterAll(async () => {
  await database.close()
  for (const name of made) await admin(`drop database if exists ${name} with (force)`)
  rmSync(folder, { recursive: true })
})

/** Events of two days, the older of which was just taken out to be moved away. */
async function fillDays() {
  const today = dayOf(Date.now() / 1000)
  await inTransaction(database.pool, async client => {
    await openDays(client, new Set([today, today - 3]))
    await client.query(
      `insert into event_type (project_id, name, first_seen, last_seen) values (1, 'a\tb\\', now(), now())`,
    )
    await client.query(
      `insert into event_host (project_id, name, last_seen) values (1, 'web', now())`,
    )
    await client.query(
      `insert into event (project_id, type_id, host_id, at, seconds, id, uid, traits)
       select 1, 1, 1, to_timestamp($1) - n % 2 * interval '3 days', 0.5, 'i' || n, 'u' || n, jsonb_build_object('text', repeat('x', 200) || n)
       from generate_series(1, 30000) n`,
      [today * DAY],
    )
  })
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class join pg_inherits on inhrelid = oid where inhparent = 'event'::regclass order by 1`,
  )
  await database.pool.query(`alter table event detach partition ${rows[0]?.name}`)
}

async function emptyDatabase(): Promise<string> {
  const name = `restored_${made.length}_${process.pid}_${Date.now()}`
  made.push(name)
  await admin(`create database ${name}`)
  return database.url.replace(/[^/]+$/, name)
}

/** What is in every table, as one number each. */
async function sums(url: string): Promise<Record<string, string>> {
  const pool = openPool(url, 1)
  const { rows: tables } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
     and relname not in ('beat', 'inquiry', '_prisma_migrations') order by 1`,
  )
  const found: Record<string, string> = {}
  for (const { name } of tables) {
    const { rows } = await pool.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as sum from ${name} t`,
    )
    found[name] = rows[0]?.sum ?? ''
  }
  await pool.end()
  return found
}

test('a backup that is restored holds the same, days of events and one that is being moved among it', async () => {
  const url = await emptyDatabase()
  await restoreBackup(url, createReadStream(file))
  const restored = await sums(url)
  expect(restored).toEqual(stored)
  expect(restored.monitor).not.toMatch(/^0 /)
  expect(restored.signature).not.toMatch(/^0 /)
})

test('numbers of rows go on where they were', async () => {
  const url = await emptyDatabase()
  await restoreBackup(url, createReadStream(file))
  const pool = openPool(url, 1)
  const { rows } = await pool.query<{ isNew: boolean }>(
    `with added as (insert into project (name) values ('after') returning id)
     select id > (select max(id) from project) as "isNew" from added`,
  )
  await pool.end()
  expect(rows).toEqual([{ isNew: true }])
})

test('is of one moment, whatever is written meanwhile', async () => {
  const during = join(folder, 'during.belfry')
  let isOver = false
  const writing = (async () => {
    for (let n = 0; !isOver; n++)
      await inTransaction(database.pool, async client => {
        await client.query(
          `insert into event_host (project_id, name, last_seen) values (1, $1, now())`,
          [`h${n}`],
        )
        await client.query(
          `insert into event_type (project_id, name, first_seen, last_seen) values (1, $1, now(), now())`,
          [`h${n}`],
        )
      })
  })()
  await writeBackup(database.url, createWriteStream(during))
  isOver = true
  await writing
  const url = await emptyDatabase()
  await restoreBackup(url, createReadStream(during))
  const pool = openPool(url, 1)
  const { rows } = await pool.query(
    `select (select count(*) from event_host where name like 'h%') = (select count(*) from event_type where name like 'h%') as same`,
  )
  await pool.end()
  expect(rows).toEqual([{ same: true }])
})

test('a database that is not empty is left as it is', async () => {
  const before = await sums(database.url)
  await expect(restoreBackup(database.url, createReadStream(file))).rejects.toThrow(
    'The database is not empty',
  )
  expect(await sums(database.url)).toEqual(before)
})

const whole = () => readFileSync(file)
test.each([
  ['nothing', () => Buffer.alloc(0)],
  ['some text', () => Buffer.from('hello')],
  ['its first half', () => whole().subarray(0, whole().length / 2)],
  ['all but its last bytes', () => whole().subarray(0, -40)],
  [
    'one with another byte',
    () => {
      const bytes = whole()
      const place = bytes.length >> 1
      bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place)
      return bytes
    },
  ],
])('%s is no backup', async (_, content) => {
  const url = await emptyDatabase()
  await expect(restoreBackup(url, Readable.from([content()]))).rejects.toThrow(
    'not the whole of one',
  )
})

test('what was cut off is begun again', async () => {
  const url = await emptyDatabase()
  const half = whole().subarray(0, whole().length / 2)
  await expect(restoreBackup(url, Readable.from([half]))).rejects.toThrow('not the whole of one')
  await restoreBackup(url, createReadStream(file))
  expect(await sums(url)).toEqual(stored)
})

test('a newer one is refused with what it has', async () => {
  const { pool } = database
  await pool.query(
    `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '9999_later', now())`,
  )
  const newer = join(folder, 'newer.belfry')
  await writeBackup(database.url, createWriteStream(newer))
  await pool.query(`delete from _prisma_migrations where id = 'x'`)
  await expect(restoreBackup(await emptyDatabase(), createReadStream(newer))).rejects.toThrow(
    'The backup is newer than this code: it has 9999_later.',
  )
})

test('a disk that is full is an error, and holds nothing up', async () => {
  let bytes = 0
  const full = new Writable({
    write: (chunk: Buffer, _, done) => {
      bytes += chunk.length
      done(bytes > 50_000 ? new Error('ENOSPC: no space left on device') : null)
    },
  })
  await expect(writeBackup(database.url, full)).rejects.toThrow('ENOSPC')
  writeFileSync(join(folder, 'again'), '')
  await writeBackup(database.url, createWriteStream(join(folder, 'again')))
})
