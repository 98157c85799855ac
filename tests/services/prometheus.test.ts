import { beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch } from '#lib/http.ts'
import { prometheus } from '#sources/prometheus.ts'
import { fakeContext, instanceOf } from '#tests/sources/fakes.ts'
import { until } from '#tests/until.ts'

const url = process.env.BELFRY_TEST_PROMETHEUS
const context = fakeContext({ fetch: guardedFetch({ trust: 'admin' }) })

describe.skipIf(!url)('Prometheus', () => {
  const settings = { url: url ?? 'http://none', username: 'belfry', password: 'secret' }
  const instance = instanceOf(prometheus, settings)
  const ask = (method: string, ...args: unknown[]) => instance.call(method, args, context)

  beforeAll(() => until(async () => (await ask('value', 'up')) === 1))

  test('samples come with their labels', async () => {
    expect(await ask('query', 'up')).toEqual([
      { labels: expect.objectContaining({ job: 'self' }), at: expect.any(Number), value: 1 },
    ])
  })

  test('a scalar, nothing and no number are told apart', async () => {
    expect(await ask('value', '1 + 1')).toBe(2)
    expect(await ask('value', 'none_of_these')).toBeNull()
    expect(await ask('query', 'vector(0/0)')).toMatchObject([{ value: null }])
  })

  test('a range comes as points', async () => {
    const [series] = (await ask('queryRange', 'up', '-1m', 'now', '1s')) as {
      labels: object
      points: { value: number }[]
    }[]
    expect(series?.labels).toMatchObject({ job: 'self' })
    expect(series?.points.at(-1)?.value).toBe(1)
  })

  test('an earlier time can be asked', async () => {
    expect(await ask('query', 'up', '-1d')).toEqual([])
  })

  test('what is wrong with an expression is told', async () => {
    await expect(ask('query', 'up{')).rejects.toMatchObject({
      said: expect.stringContaining('parse error'),
    })
  })

  test('wrong credentials are told', async () => {
    const other = instanceOf(prometheus, { ...settings, password: 'wrong' })
    await expect(other.call('query', ['up'], context)).rejects.toMatchObject({
      permanent: true,
      message: expect.stringContaining('does not accept the credentials (401)'),
    })
  })

  test('its connection can be checked', async () => {
    await expect(
      prometheus.check(prometheus.config.parse(settings), context),
    ).resolves.toBeDefined()
  })
})
