import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { clearContexts, configure, context, type Event } from '#client/index.ts'
import { recordPg } from '#client/pg.ts'
import { operationNames, recordAdapter } from '#client/prisma.ts'
import { PrismaClient } from '#lib/db/generated/client.ts'
import { freshDatabase } from '#tests/database.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database?.close())

let events: Event[]
beforeEach(() => {
  events = []
  configure(event => events.push(event))
  clearContexts()
})
afterEach(() => configure(null))

const client = () =>
  new PrismaClient({ adapter: recordAdapter(new PrismaPg(database.pool)) }).$extends(operationNames)
const bodies = () => events.map(({ type, body }) => [type, body])

test('what Prisma asks the database for tells its model, its operation and its rows, never a value', async () => {
  const db = client()
  await context('request', async () => {
    await db.project.create({ data: { name: 'a secret name' } })
    await db.project.findMany({ where: { name: 'a secret name' } })
  })
  expect(bodies()).toEqual([
    [
      'request.sql',
      {
        ...{ model: 'Project', operation: 'create', rows: 1 },
        statement: expect.stringMatching(/^INSERT INTO "public"."project" \(.*\) VALUES \(…\)/),
      },
    ],
    [
      'request.sql',
      {
        ...{ model: 'Project', operation: 'findMany', rows: 1 },
        statement: expect.stringMatching(/FROM "public"."project" WHERE .*"name" = \$1/),
      },
    ],
    ['request', {}],
  ])
  expect(JSON.stringify(events)).not.toContain('secret')
  expect(new Set(events.map(({ id }) => id)).size).toBe(1)
})

test('statements in transactions, raw ones and those that fail are told as well', async () => {
  const db = client()
  await context('job', async () => {
    await db.$transaction(async tx => {
      await tx.project.count()
    })
    await db.$executeRaw`update project set name = name where name = 'secret'`
    await db.$queryRaw`select * from nowhere`.catch(() => {})
  })
  expect(bodies()).toMatchObject([
    ['job.sql', { model: 'Project', operation: 'count', rows: 1 }],
    ['job.sql', { statement: 'COMMIT' }],
    [
      'job.sql',
      { operation: '$executeRaw', statement: 'update project set name = name where name = ?' },
    ],
    ['job.sql', { operation: '$queryRaw', exception: expect.stringMatching('TableDoesNotExist') }],
    ['job', {}],
  ])
})

test('a statement is told once when pg is recorded too', async () => {
  const stop = recordPg(pg)
  try {
    await context('request', () => client().project.findMany())
  } finally {
    stop()
  }
  expect(events.map(({ type }) => type)).toEqual(['request.sql', 'request'])
})
