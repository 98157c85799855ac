import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Connection } from '#lib/db/connection.ts'
import { PrismaClient } from '#lib/db/generated/client.ts'

export { Prisma } from '#lib/db/generated/client.ts'

export type Db = PrismaClient
/** The client inside an interactive transaction; whatever takes one works on the plain client too. */
export type Tx = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0]

/** A pool of its own; who opens it closes it. */
export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({
    ...{ connectionString: url, max, application_name: 'belfry' },
    Client: Connection,
  })
  // An idle connection that breaks is replaced at the next query; that query reports what is wrong.
  pool.on('error', () => {})
  // One that breaks in use fails its query, and would end the process on top of that.
  pool.on('connect', client => void client.on('error', () => {}))
  return pool
}

/** A pool and its Prisma client of their own; who opens them closes them. */
export function openDb(url: string, max = 10) {
  const pool = openPool(url, max)
  const db = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    pool,
    db,
    close: () => db.$disconnect().then(() => (pool.ended ? undefined : pool.end())),
  }
}

type Opened = ReturnType<typeof openDb>
const shared = globalThis as { belfryDb?: Opened }

/** The process's own client, on `DATABASE_URL`. */
function opened(): Opened {
  const url = process.env.DATABASE_URL
  if (!url)
    throw new Error('DATABASE_URL is not set: roles are started by the supervisor or with it set')
  shared.belfryDb ??= openDb(url)
  return shared.belfryDb
}

export const db = () => opened().db
export const pool = () => opened().pool
