import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

const COMMAND = join(import.meta.dirname, '../../bin/belfry.js')
let world: Awaited<ReturnType<typeof openHttpWorld>>
let dsn: string
beforeAll(async () => {
  world = await openHttpWorld()
  dsn = `http://${world.publicKey}:private@${world.host}/gottwall/shop`
})
afterAll(() => world.close())

/** Runs `belfry count` beside this process, which is the intake. */
async function count(args: string[], to = dsn) {
  const child = spawn(process.execPath, [COMMAND, 'count', ...args], {
    env: { ...process.env, BELFRY_COUNT_TO: to },
  })
  const [stderr, status] = await Promise.all([
    text(child.stderr),
    new Promise(resolve => child.once('exit', resolve)),
  ])
  return { status, stderr }
}

async function sums(name: string) {
  const { rows } = await world.pool.query<{ filters: string[]; values: string[]; sum: number }>(
    `select s.filters, s.filter_values as values, sum(d.sum) from metric_day d
     join metric_series s on s.id = d.series_id join metric m on m.id = s.metric_id
     where m.project_id = $1 and m.name = $2 group by 1, 2 order by 1, 2`,
    [world.project.id, name],
  )
  return rows.map(({ filters, values, sum }) => [...filters, ...values, sum].join(' '))
}

test('a number is counted, as a whole and for each value of its filters', async () => {
  const filters = ['--filter', 'country=ch', 'country=at', 'device=a=b']
  expect(await count(['orders', '3', ...filters])).toEqual({ status: 0, stderr: '' })
  expect(await count(['orders', '--action', 'decr', '--at', '2026-01-01T00:00:00'])).toMatchObject({
    status: 0,
  })
  expect(await sums('orders')).toEqual(['2', 'country at 3', 'country ch 3', 'device a=b 3'])
})

test('what is no number is told', async () => {
  const { status, stderr } = await count(['orders', 'x'])
  expect([status, stderr]).toEqual([1, 'x is no number.\n'])
})

test('with keys that are not the project’s nothing is counted', async () => {
  const { status, stderr } = await count(['forged'], dsn.replace('private', 'other'))
  expect([status, stderr]).toEqual([1, expect.stringContaining('The credentials are missing')])
  expect(await sums('forged')).toEqual([])
})
