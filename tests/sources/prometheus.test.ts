import { expect, test } from 'vitest'
import { prometheus, unix } from '#sources/prometheus.ts'
import { answering, callOn } from '#tests/sources/fakes.ts'

const settings = { url: 'http://p/prom/' }
const vector = (...values: string[]) => ({
  status: 'success',
  data: {
    resultType: 'vector',
    result: values.map((value, index) => ({ metric: { job: `j${index}` }, value: [100.5, value] })),
  },
})
const scalar = { status: 'success', data: { resultType: 'scalar', result: [100.5, '2'] } }
const matrix = {
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [
      {
        metric: { job: 'j' },
        values: [
          [60, '1'],
          [120, 'NaN'],
        ],
      },
    ],
  },
}

const ask = (method: string, answer: unknown, args: unknown[] = ['up']) =>
  callOn(prometheus, settings, method, args, answering(answer).context)

test.each([
  [
    'query',
    vector('1', '+Inf'),
    [
      { labels: { job: 'j0' }, at: 100.5, value: 1 },
      { labels: { job: 'j1' }, at: 100.5, value: null },
    ],
  ],
  ['query', scalar, [{ labels: {}, at: 100.5, value: 2 }]],
  ['value', vector('0.25'), 0.25],
  ['value', vector(), null],
  ['value', scalar, 2],
  [
    'queryRange',
    matrix,
    [
      {
        labels: { job: 'j' },
        points: [
          { at: 60, value: 1 },
          { at: 120, value: null },
        ],
      },
    ],
  ],
])('%s of %j is %j', async (method, answer, expected) => {
  expect(await ask(method, answer)).toEqual(expected)
})

test('value() refuses to choose between several series', async () => {
  await expect(ask('value', vector('1', '2'))).rejects.toThrow('gives 2 series')
})

test('query() says where a range is asked for', async () => {
  await expect(ask('query', matrix)).rejects.toThrow('queryRange()')
})

test('what it asks goes by POST below the address', async () => {
  const { asked, context } = answering(vector())
  await callOn(prometheus, settings, 'query', ['up{job="x"}', 100], context)
  expect(asked[0]).toMatchObject({ url: 'http://p/prom/api/v1/query', method: 'POST' })
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
    query: 'up{job="x"}',
    time: '100',
    timeout: '30000ms',
  })
})

test.each([
  [{ username: 'u', password: 'p' }, 'Basic dTpw'],
  [{ token: 't' }, 'Bearer t'],
  [{ token: 't', username: 'u', password: 'p' }, 'Bearer t'],
  [{}, null],
])('with %j it sends %s', async (credentials, expected) => {
  const { asked, context } = answering(vector())
  await callOn(prometheus, { ...settings, ...credentials }, 'query', ['up'], context)
  expect(asked[0]?.headers.get('authorization')).toBe(expected)
})

test.each([
  [5, '5'],
  ['now', '1000'],
  ['-1h', '-2600'],
  ['-1.5m', '910'],
  ['1970-01-01T00:00:30Z', '30'],
])('the time %j is %s', (time, expected) => {
  expect(unix(time, 1_000_000)).toBe(expected)
})

test('a text that is no time is refused by name', () => {
  expect(() => unix('yesterday')).toThrow('"yesterday" is no time')
})

test('what is wrong with an expression is told as Prometheus tells it', async () => {
  const { context } = answering({ status: 'error', error: 'parse error at char 4' }, 400)
  await expect(callOn(prometheus, settings, 'query', ['up{'], context)).rejects.toMatchObject({
    permanent: true,
    message: 'p answered 400',
    said: 'parse error at char 4',
  })
})

test('an answer that is not of Prometheus is told', async () => {
  const { context } = answering('<h1>Bad gateway</h1>', 502)
  await expect(callOn(prometheus, settings, 'query', ['up'], context)).rejects.toMatchObject({
    permanent: false,
    message: 'p answered 502',
    said: expect.stringContaining('Bad gateway'),
  })
})
