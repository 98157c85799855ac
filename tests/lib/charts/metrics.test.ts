import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import { readPanel } from '#lib/charts/data.ts'
import type { Drawn, DrawnLines, DrawnNumber, DrawnTable } from '#lib/charts/drawn.ts'
import { panel } from '#lib/charts/panel.ts'
import { freshDatabase } from '#tests/database.ts'
import { anUpdate, aProject, openIntake } from '#tests/lib/metrics/world.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>

const HOUR = 3_600
const DAY = 24 * HOUR
/** A midnight ten days ago, so that minutes are kept still. */
const START = Math.floor(Date.now() / 1000 / DAY) * DAY - 10 * DAY
const settings = { metrics: { sets: [['country', 'device']] } }
/** Twelve countries with 1 to 12 orders each. */
const COUNTRIES = Array.from({ length: 12 }, (_, i) => [`c${i + 1}`, i + 1] as const)

beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query('update project set settings = $1', [settings])
  const intake = openIntake(database.pool)
  const project = aProject({ settings })
  await intake.accept(project, 'http', [
    ...COUNTRIES.map(([country, value]) =>
      anUpdate({ at: START + HOUR, value, f: { country, device: value > 6 ? 'app' : 'web' } }),
    ),
    anUpdate({ at: START + 3 * HOUR, value: 100, f: { country: 'c1', device: 'app' } }),
    anUpdate({ at: START - DAY + HOUR, value: 39, f: { country: 'c12', device: 'web' } }),
    ...Array.from({ length: 100 }, (_, i) =>
      anUpdate({
        ...{ name: 'took', kind: 'distribution', at: START + HOUR + i, value: i + 1 },
        f: { page: i < 50 ? 'fast' : 'slow' },
      }),
    ),
    anUpdate({ name: 'depth', kind: 'gauge', at: START + HOUR, value: 7 }),
    anUpdate({ name: 'depth', kind: 'gauge', at: START + 3 * HOUR, value: 5 }),
  ])
  await intake.close()
})
afterAll(() => database.close())

const whole = { from: new Date(START * 1000), to: new Date((START + 4 * HOUR) * 1000) }
const read = <D extends Drawn>(asked: object, range = whole) =>
  readPanel(everything, panel.parse(asked), range) as Promise<D>
const lines = (line: object, rest: object = {}) =>
  read<DrawnLines>({
    ...{ kind: 'metrics', period: 'hour', ...rest },
    lines: [{ metric: 'orders', ...line }],
  })
const named = ({ lines }: DrawnLines) =>
  Object.fromEntries(
    lines.map(({ name, values, isBefore }) => [isBefore ? `${name}, before` : name, values]),
  )

describe('lines', () => {
  test('begin with every bucket of the range, and what is counted is 0 where nothing came', async () => {
    expect(await lines({})).toEqual({
      ...{ kind: 'metrics', from: START * 1000, to: (START + 4 * HOUR) * 1000, period: 'hour' },
      times: [0, 1, 2, 3].map(hour => (START + hour * HOUR) * 1000),
      lines: [{ name: 'orders', values: [null, 78, 0, 100], isBefore: false }],
      ...{ leftOut: 0, bands: [] },
    })
  })

  test('of what is measured have gaps where nothing came', async () => {
    expect(named(await lines({ metric: 'depth' }))).toEqual({ depth: [null, 7, null, 5] })
  })

  test('end now, not in the future', async () => {
    const hour = Math.floor(Date.now() / 1000 / HOUR) * HOUR
    const range = { from: new Date(START * 1000), to: new Date((hour + 3 * HOUR) * 1000) }
    const asked = { kind: 'metrics', period: 'hour', lines: [{ metric: 'orders' }] }
    const { lines } = await read<DrawnLines>(asked, range)
    expect(lines[0]?.values.slice(-3)).toEqual([0, null, null])
  })

  test('have a gap, not 0, where what came may have been deleted since', async () => {
    const { pool } = database
    await pool.query(`update metric set first_seen = now() - interval '90 days'`)
    const range = {
      from: new Date((START - 25 * DAY) * 1000),
      to: new Date((START - 23 * DAY) * 1000),
    }
    const valuesBy = async (period: string) => {
      const asked = { kind: 'metrics', period, lines: [{ metric: 'orders' }] }
      return new Set((await read<DrawnLines>(asked, range)).lines[0]?.values)
    }
    expect(await valuesBy('hour')).toEqual(new Set([0]))
    expect(await valuesBy('minute')).toEqual(new Set([null]))
    await pool.query('update metric set first_seen = now()')
  })

  test.each([
    [{ filters: { country: 'c7' } }, { 'orders (country: c7)': [null, 7, 0, 0] }],
    [
      { filters: { device: 'app', country: 'c1' }, label: 'first' },
      { first: [null, null, null, 100] },
    ],
    [
      { filters: { country: 'nowhere' } },
      { 'orders (country: nowhere)': [null, null, null, null] },
    ],
    [{ metric: 'nothing' }, { nothing: [null, null, null, null] }],
    [{ view: 'count' }, { 'orders count': [null, 12, 0, 1] }],
    [{ view: 'rate' }, { 'orders rate': [null, 78 / HOUR, 0, 100 / HOUR] }],
    [{ metric: 'took', view: 'max' }, { 'took max': [null, 100, null, null] }],
  ])('%j', async (line, expected) => {
    expect(named(await lines(line))).toEqual(expected)
  })

  test('of a filter are its greatest values, and the others together', async () => {
    const drawn = named(await lines({ by: 'country', most: 3 }))
    expect(Object.keys(drawn)).toEqual(['c1', 'c12', 'c11', '9 others'])
    expect(drawn).toMatchObject({ c1: [null, 1, 0, 100], '9 others': [null, 54, 0, 0] })
  })

  test('of a filter are ten without being asked for more', async () => {
    const { lines: drawn, leftOut } = await lines({ by: 'country' })
    expect([drawn.length, drawn.at(-1)?.name, leftOut]).toEqual([11, '2 others', 0])
  })

  test('of others are not drawn where they make nothing together', async () => {
    const { lines: drawn, leftOut } = await lines({ by: 'country', most: 3, view: 'max' })
    expect([drawn.map(({ name }) => name), leftOut]).toEqual([['c1', 'c12', 'c11'], 9])
  })

  test('of several filters are told apart by their metrics', async () => {
    const asked = [
      { metric: 'orders', by: 'device' },
      { metric: 'took', by: 'page', view: 'p95' },
    ]
    const drawn = await read<DrawnLines>({ kind: 'metrics', lines: asked, period: 'hour' })
    expect(drawn.lines.map(({ name }) => name).sort()).toEqual([
      ...['orders app', 'orders web', 'took p95 fast', 'took p95 slow'],
    ])
  })

  test('of a filter can be those where another has a value, if both are counted together', async () => {
    const drawn = named(await lines({ by: 'country', filters: { device: 'web' }, most: 2 }))
    expect(Object.keys(drawn)).toEqual(['c6', 'c5', '4 others'])
  })

  test('have beside them the same hours of the day before', async () => {
    const day = { from: new Date(START * 1000), to: new Date((START + DAY) * 1000) }
    const asked = { kind: 'metrics', period: 'hour', compare: true, lines: [{ metric: 'orders' }] }
    const drawn = named(await read<DrawnLines>(asked, day))
    expect(drawn.orders?.slice(0, 4)).toEqual([null, 78, 0, 100])
    expect(drawn['orders, before']?.slice(0, 4)).toEqual([null, 39, 0, 0])
  })

  test('follow the range without a period', async () => {
    const { period, times } = await lines({}, { period: undefined })
    expect([period, times.length]).toEqual(['minute', 240])
  })

  test('by a longer period than the range have the whole of it', async () => {
    const drawn = await lines({}, { period: 'day' })
    expect([drawn.times, named(drawn)]).toEqual([[START * 1000], { orders: [178] }])
    const all = await lines({}, { period: 'all' })
    expect(named(all)).toEqual({ orders: [217] })
    expect(all.times).toEqual([START * 1000])
  })
})

describe('a table', () => {
  const table = (line: object, rest: object = {}) =>
    read<DrawnTable>({ kind: 'table', ...rest, line: { metric: 'orders', ...line } })

  test('has a row for each value, the greatest first, and what was before', async () => {
    const drawn = await table({ by: 'device' }, { period: 'hour', compare: true })
    expect(drawn.rows).toEqual([
      { value: 'app', total: 157, before: null, values: [null, 57, 0, 100] },
      { value: 'web', total: 21, before: null, values: [null, 21, 0, 0] },
    ])
    const { rows } = await read<DrawnTable>(
      { kind: 'table', compare: true, line: { metric: 'orders', by: 'device' } },
      { from: new Date(START * 1000), to: new Date((START + DAY) * 1000) },
    )
    expect(rows.map(({ value, total, before }) => [value, total, before])).toEqual([
      ['app', 157, null],
      ['web', 21, 39],
    ])
  })

  test('of percentiles is put in order by how many values there were, and tells each', async () => {
    const { rows } = await table({ metric: 'took', by: 'page', view: 'p50' })
    const slow = rows.find(({ value }) => value === 'slow')
    expect(Math.abs((slow?.total ?? 0) - 75)).toBeLessThan(2)
  })

  test('of nothing is empty', async () => {
    expect(await table({ metric: 'nothing', by: 'x' })).toMatchObject({ rows: [], leftOut: 0 })
  })
})

describe('a number', () => {
  const number = (line: object, range = whole) =>
    read<DrawnNumber>({ kind: 'number', line: { metric: 'orders', ...line } }, range)
  const between = (from: number, to: number) => ({
    from: new Date((START + from) * 1000),
    to: new Date((START + to) * 1000),
  })

  test('is that of the range, beside that of the day before', async () => {
    expect(await number({}, between(0, DAY))).toMatchObject({ value: 178, before: 39 })
  })

  test('takes the range as it is, not whole buckets of what is drawn', async () => {
    const minute = await number({}, between(HOUR + 60, HOUR + DAY + 60))
    expect(minute.value).toBe(100)
  })

  test.each([
    [{ metric: 'took', view: 'count' }, 100],
    [{ metric: 'took' }, 50.5],
    [{ metric: 'took', view: 'max' }, 100],
    [{ metric: 'depth' }, 5],
    [{ filters: { device: 'web' } }, 21],
    [{ metric: 'nothing' }, null],
  ])('%j', async (line, value) => {
    expect((await number(line)).value).toBe(value)
  })

  test('over time is a line with a number for each time', async () => {
    const { times, values } = await number({})
    expect([times.length, values.length]).toEqual([240, 240])
    expect(values.filter(value => value !== null && value > 0)).toEqual([78, 100])
  })
})

describe('what cannot be drawn is refused', () => {
  const line = { metric: 'orders' }
  const wide = { from: new Date((START - 400 * DAY) * 1000), to: new Date(START * 1000) }

  test.each<[object, object, RegExp, string]>([
    [
      { filters: { country: 'c1', page: 'x' } },
      {},
      /does not count country and page together/,
      'filters',
    ],
    [{ by: 'country', filters: { page: 'x' } }, {}, /does not count/, 'filters'],
  ])('%j', async (more, rest, message, field) => {
    const reading = lines(more, rest)
    await expect(reading).rejects.toThrow(message)
    await expect(reading).rejects.toMatchObject({ fields: { [field]: expect.any(String) } })
  })

  test('more buckets than a chart has pixels, with a period that would do', async () => {
    const reading = read({ kind: 'metrics', period: 'minute', lines: [line] }, wide)
    await expect(reading).rejects.toThrow(/576000 buckets.*Take the period hour/)
  })

  test('a range that ends before it begins', async () => {
    const reading = read({ kind: 'metrics', lines: [line] }, { from: whole.to, to: whole.from })
    await expect(reading).rejects.toMatchObject({ fields: { from: 'must be before `to`' } })
  })

  test('a project that is not there, or not reached', async () => {
    const asked = panel.parse({ kind: 'metrics', project: 'nope', lines: [line] })
    await expect(readPanel(everything, asked, whole)).rejects.toMatchObject({ code: 'not_found' })
    await database.pool.query(`update project set groups = '{payments}'`)
    const own = panel.parse({ kind: 'number', line })
    const outside = { all: false, groups: ['search'] } as const
    await expect(readPanel(outside, own, whole)).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      readPanel({ all: false, groups: ['payments'] }, own, whole),
    ).resolves.toMatchObject({ value: 178 })
    await database.pool.query(`update project set groups = '{}'`)
  })
})
