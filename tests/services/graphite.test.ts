import { once } from 'node:events'
import { connect } from 'node:net'
import { beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch } from '#lib/http.ts'
import { graphite } from '#sources/graphite.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

const url = process.env.BELFRY_TEST_GRAPHITE
const context = fakeContext({ fetch: guardedFetch({ trust: 'admin' }) })

describe.skipIf(!url)('Graphite', () => {
  const instance = instanceOf(graphite, { url: url ?? 'http://none' })
  const ask = (method: string, ...args: unknown[]) => instance.call(method, args, context)
  /** Seconds a while ago, so that a range over them is complete. */
  const start = Math.floor(Date.now() / 1000) - 30
  const values = [1, null, 2.5, 0, null]
  const range = [String(start - 1), String(start + 4)]

  beforeAll(async () => {
    await send(
      values.flatMap((value, index) =>
        value === null ? [] : [`shop.orders ${value} ${start + index}`],
      ),
    )
    await send([`shop.carts 7 ${start}`])
    await until(async () => {
      const points = (await ask('getDatapoints', 'shop.orders', ...range)) as [number | null][]
      return points.filter(([value]) => value !== null).length === 3
    })
  })

  test('datapoints come with their gaps', async () => {
    expect(await ask('getDatapoints', 'shop.orders', ...range)).toEqual(
      values.map((value, index) => [value, start + index]),
    )
  })

  test.each([
    ['getSum', 3.5],
    ['getAvg', 0.7],
    ['getMax', 2.5],
    ['getMin', 0],
    ['getLast', 0],
  ])('%s is %d', async (method, expected) => {
    expect(await ask(method, 'shop.orders', ...range)).toBe(expected)
  })

  test('a function of Graphite is a path like another', async () => {
    expect(await ask('getSum', 'scale(shop.orders, 2)', ...range)).toBe(7)
  })

  test('several series come under their names', async () => {
    const series = (await ask('getSeries', 'shop.*', ...range)) as { target: string }[]
    expect(series.map(({ target }) => target).sort()).toEqual(['shop.carts', 'shop.orders'])
  })

  test('the metric tree can be walked', async () => {
    expect(await ask('find', 'shop.*')).toEqual(
      expect.arrayContaining([{ path: 'shop.orders', name: 'orders', leaf: true }]),
    )
    expect(await ask('find', '*')).toContainEqual({ path: 'shop', name: 'shop', leaf: false })
  })

  test('what is not there has no data', async () => {
    expect(await ask('getSum', 'shop.none')).toBe(0)
    expect(await ask('getLast', 'shop.none')).toBeNull()
    await expect(ask('getAvg', 'shop.none')).rejects.toThrow('the path gave no data')
  })

  test('a path that Graphite cannot read is told', async () => {
    await expect(ask('getSum', 'nonsense(shop.orders)', ...range)).rejects.toMatchObject({
      name: 'RemoteError',
      permanent: true,
      message: expect.stringContaining('answered 400'),
    })
  })

  test('its connection can be checked', async () => {
    const settings = graphite.config.parse({ url })
    await expect(graphite.check(settings, context)).resolves.toBeDefined()
  })
})

async function send(lines: string[]) {
  const socket = connect(Number(process.env.BELFRY_TEST_CARBON), '127.0.0.1')
  await once(socket, 'connect')
  socket.end(`${lines.join('\n')}\n`)
  await once(socket, 'close')
}
