import { expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { pool } from '#lib/db/client.ts'
import { openBroker } from '#lib/sources/broker.ts'
import { freshDatabase } from '#tests/database.ts'

test('slow questions to Belfry’s own sources leave connections to everything else', async () => {
  const database = await freshDatabase()
  const broker = openBroker({
    load: async () => [],
    watch: async () => {},
    writeHealth: async () => {},
  })
  const holder = await database.pool.connect()
  await holder.query('begin; lock table project in access exclusive mode')

  const asked = [
    ['errors', 'count', []],
    ['errors', 'intake', ['-1h']],
    ['metrics', 'sum', ['orders']],
    ['metrics', 'timeseries', ['orders']],
  ] as const
  const calls = Array.from({ length: 10 }, () => asked)
    .flat()
    .map(([source, method, args]) =>
      broker.call({
        ...{ source, method, args: [...args], allowed: null, reach: everything },
        ...{ signal: new AbortController().signal, timeoutMs: 60_000 },
      }),
    )
  const answered = Promise.allSettled(calls)
  // Time enough for all of them to ask.
  for (let i = 0; i < 20; i++) {
    const { rows } = await pool().query('select 1 as one')
    expect(rows).toEqual([{ one: 1 }])
  }
  await holder.query('rollback')
  holder.release()
  const failed = (await answered).filter(({ status }) => status === 'rejected')
  expect(failed).toEqual([])
  await broker.close()
  await database.close()
})
