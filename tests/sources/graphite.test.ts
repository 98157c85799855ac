import { describe, expect, test } from 'vitest'
import { graphite, renderUrl } from '#sources/graphite.ts'
import { answering, callOn } from '#tests/sources/fakes.ts'

const settings = { url: 'http://g/render' }
const datapoints = [
  [1, 100],
  [null, 160],
  [2.5, 220],
  [0, 280],
  [null, 340],
]
const one = [{ target: 'a', datapoints }]
const empty: unknown[] = []

const ask = (method: string, answer: unknown, args: unknown[] = ['a', '-10min']) =>
  callOn(graphite, settings, method, args, answering(answer).context)

describe('the address', () => {
  test.each([
    ['http://g/render', 'http://g/render?format=json&target=a.b&from=-10min'],
    ['http://g/render/', 'http://g/render?format=json&target=a.b&from=-10min'],
    ['http://g', 'http://g/render?format=json&target=a.b&from=-10min'],
    ['http://g/graphite/', 'http://g/graphite/render?format=json&target=a.b&from=-10min'],
  ])('under %s is %s', (url, expected) => {
    expect(renderUrl(url, 'a.b', '-10min').href).toBe(expected)
  })

  test('has the end of the range as until', () => {
    expect(renderUrl('http://g/render', 'a', '-2h', '-1h').search).toBe(
      '?format=json&target=a&from=-2h&until=-1h',
    )
  })

  test('keeps a path with its special characters', () => {
    const path = "alias(scale(a.{b,c}.*,0.5),'x & y')"
    expect(renderUrl('http://g', path).searchParams.get('target')).toBe(path)
  })
})

test.each([
  ['getSum', one, 3.5],
  ['getSum', empty, 0],
  ['getAvg', one, 0.7],
  ['getAvg', [{ target: 'a', datapoints: [[null, 1]] }], 0],
  ['getLast', one, 0],
  ['getLast', empty, null],
  ['getMax', one, 2.5],
  ['getMax', empty, null],
  ['getMin', one, 0],
  ['getDatapoints', one, datapoints],
  ['getDatapoints', [...one, { target: 'b', datapoints: [] }], datapoints],
  ['getDatapoints', empty, []],
  ['getSeries', one, one],
])('%s of %j is %j', async (method, answer, expected) => {
  expect(await ask(method, answer)).toEqual(expected)
})

test('the average of nothing is an error', async () => {
  await expect(ask('getAvg', empty)).rejects.toThrow('the path gave no data')
})

test('infinity becomes a gap', async () => {
  expect(await ask('getDatapoints', '[{"target":"a","datapoints":[[1e9999,1]]}]')).toEqual([
    [null, 1],
  ])
})

test('the metric tree is asked beside the render API', async () => {
  const { asked, context } = answering([{ id: 'a.b', text: 'b', leaf: 1 }])
  expect(await callOn(graphite, settings, 'find', ['a.*'], context)).toEqual([
    { path: 'a.b', name: 'b', leaf: true },
  ])
  expect(asked[0]?.url).toBe('http://g/metrics/find?format=treejson&query=a.*')
})

test('user name and password, limits and the choice about certificates are used', async () => {
  const { asked, context } = answering([])
  const all = { ...settings, username: 'u', password: 'pä', verifyTls: false, timeoutMs: 500 }
  await callOn(graphite, all, 'getSum', ['a'], context)
  expect(asked[0]?.headers.get('authorization')).toBe(
    `Basic ${Buffer.from('u:pä').toString('base64')}`,
  )
  expect(asked[0]).toMatchObject({ verifyTls: false, timeoutMs: 500 })
})

test.each([
  [401, 'no', { permanent: true, message: 'g does not accept the credentials (401)' }],
  [
    404,
    '<h1>Not\nthere</h1>',
    { permanent: true, message: 'g answered 404', said: '<h1>Not\nthere</h1>' },
  ],
  [500, '', { permanent: false, message: 'g answered 500', said: undefined }],
  [200, '<html>login</html>', { permanent: true, message: 'g did not answer as expected' }],
  [200, '{}', { permanent: true, message: 'g did not answer as expected', said: '{}' }],
  [200, '', { permanent: true, message: 'g did not answer as expected', said: 'nothing' }],
])('an answer %i %j is told in words', async (status, body, expected) => {
  const { context } = answering(body, status)
  const asking = callOn(graphite, settings, 'getSum', ['a'], context)
  await expect(asking).rejects.toMatchObject({ name: 'RemoteError', ...expected })
})
