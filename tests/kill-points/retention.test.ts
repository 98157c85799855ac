import { beforeEach, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { cleanUpErrors } from '#lib/errors/retention/clean-up.ts'
import { countErrors } from '#lib/errors/source/data.ts'
import { cleanUpMetrics } from '#lib/metrics/clean-up.ts'
import { settleHours } from '#lib/metrics/settle.ts'
import { cleanUpStreams } from '#lib/streams/clean-up.ts'
import type { Point } from '#tests/kill-points/point.ts'
import { killWorkerAt } from '#tests/kill-points/worker.ts'
import { openStore, type Store } from '#tests/lib/errors/store.ts'
import { saveOrders, shipOrders, streamsNow } from '#tests/lib/streams/running/world.ts'

const DAY = 86_400
const NEVER = new AbortController().signal
const MOMENTS = ['before', 'after'] as const

let store: Store
beforeEach(async () => {
  store = await openStore()
  return () => store.close()
})

const killAt = (point: Point, ...args: string[]) =>
  killWorkerAt(process.env.DATABASE_URL ?? '', point, ...args)

const one = async (sql: string, ...values: unknown[]): Promise<unknown> =>
  Object.values((await store.pool.query(sql, values)).rows[0] ?? {})[0]

describe('a process that is killed', () => {
  const MARK = { writes: ['setting'] }
  test.each<[string, Point]>([
    ['before it is said what is kept', { moment: 'before', ...MARK }],
    ['after it is said what is kept', { moment: 'after', ...MARK }],
    ['after old seconds are deleted', { moment: 'after', writes: ['error_second'] }],
    ['after old minutes are deleted', { moment: 'after', writes: ['error_minute'] }],
  ])('%s: errors are counted as before', async (_, point) => {
    await store.send({ message: 'disk is full' })
    const signature = await store.signatureOf('disk is full')
    // As if they had come then: the intake takes the present for what is too old.
    for (const [table, unit] of Object.entries({ second: 1, minute: 60, hour: 3_600 }))
      await store.pool.query(
        `update error_${table} set at = to_timestamp(floor((extract(epoch from at) - 40 * ${DAY}) / ${unit}) * ${unit})`,
      )
    // Its beginning is read by the second, for as long as there are some.
    const at = await one('select extract(epoch from at)::int from error_second')
    const range = { from: new Date((Number(at) - 1) * 1000), to: new Date() }
    const counted = () => countErrors({ reach: everything, signature, range })
    expect(await counted()).toBe(1)
    await killAt(point, 'errors')
    expect(await counted()).toBe(1)
    await cleanUpErrors(store.pool, new Date(), NEVER)
    expect(await counted()).toBe(1)
    expect(await one('select count(*)::int from error_second')).toBe(0)
  })

  const counted = (period: string) => `
    insert into metric_${period} (project_id, series_id, bucket, sum, count, min, max, last, last_at)
    select 1, id, bucket, 1, 1, 1, 1, 1, bucket from series, unnest($1::bigint[]) bucket`

  /** Numbers of one hour, of today and of long ago. */
  async function countHours() {
    const today = Math.floor(Date.now() / 1000 / DAY) * DAY
    await store.pool.query(
      `with metrics as (
         insert into metric (project_id, name, kind, first_seen, last_seen)
         values (1, 'orders', 'counter', now(), now()) returning id),
       series as (
         insert into metric_series (project_id, metric_id, filters, filter_values)
         select 1, id, '{}', '{}' from metrics returning id),
       minutes as (${counted('minute')} returning 1)
       ${counted('hour')}`,
      [[0, today]],
    )
    return today
  }
  const sumOf = (period: string) => one(`select sum(sum)::int from metric_${period}`)

  test.each(MOMENTS)('%s old numbers are deleted: they are, and no others', async moment => {
    const today = await countHours()
    await killAt({ moment, writes: ['metric_minute'] }, 'metrics')
    expect(await sumOf('minute')).toBe(moment === 'before' ? 2 : 1)
    await cleanUpMetrics(store.pool, new Date(), NEVER)
    expect(await sumOf('minute')).toBe(1)
    expect(await one('select bucket::int from metric_minute')).toBe(today)
  })

  test.each(MOMENTS)('%s hours are laid side by side: they are what they were', async moment => {
    const today = await countHours()
    await killAt({ moment, writes: ['metric_hour'] }, 'settle', String(today))
    expect(await sumOf('hour')).toBe(2)
    await settleHours(store.pool, today, NEVER)
    expect(await sumOf('hour')).toBe(2)
  })

  test.each(MOMENTS)('%s old streams are deleted: they are, and no others', async moment => {
    await saveOrders(store.pool)
    await shipOrders(store.pool, 2)
    await store.pool.query(
      `update stream set state = 'completed', changed_at = now() - interval '100 days'
       where id = (select min(id) from stream)`,
    )
    await killAt({ moment, writes: ['stream'] }, 'streams')
    expect(await streamsNow(store.pool)).toHaveLength(moment === 'before' ? 2 : 1)
    await cleanUpStreams(store.pool, new Date())
    expect((await streamsNow(store.pool)).map(({ state }) => state)).toEqual(['active'])
  })
})
