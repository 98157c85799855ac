import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWay } from '#lib/db/way.ts'

const LONGEST_MS = 2_000
const away = new Error('away')

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** Two servers, of which one takes writes. */
function two(leader: string) {
  const probed: string[] = []
  const state = { leader }
  const way = openWay('postgres://a,b/db', async server => {
    probed.push(server)
    if (!server.includes(`//${state.leader}/`)) throw away
  })
  return { way, probed, state }
}

test('of several servers the one that takes writes is looked for once', async () => {
  const { way, probed } = two('b')
  const asked = await Promise.all([way.server(), way.server()])
  expect([...asked, await way.server()]).toEqual(Array(3).fill('postgres://b/db'))
  expect(probed).toHaveLength(2)
})

test('after it failed the next attempt looks again, at once', async () => {
  const { way, state } = two('a')
  expect(await way.server()).toBe('postgres://a/db')
  state.leader = 'b'
  way.missed(away)
  expect(await way.server()).toBe('postgres://b/db')
})

test('while none takes writes all are refused with the reason, and one of them tries at growing intervals', async () => {
  const { way, probed, state } = two('none')
  const attempts: number[] = []
  for (let second = 0; second < 20; second++) {
    const before = probed.length
    for (let i = 0; i < 10; i++) {
      await expect(way.server()).rejects.toBe(away)
      vi.advanceTimersByTime(100)
    }
    attempts.push((probed.length - before) / 2)
  }
  expect(attempts[0]).toBeLessThanOrEqual(5)
  expect(Math.max(...attempts.slice(10))).toBeLessThanOrEqual(1)

  state.leader = 'a'
  vi.advanceTimersByTime(LONGEST_MS)
  expect(await way.server()).toBe('postgres://a/db')
})

test('once a connection was made, others are made without a wait', async () => {
  const way = openWay('postgres://a/db', async () => {})
  await way.server()
  way.missed(away)
  await expect(way.server()).rejects.toBe(away)
  vi.advanceTimersByTime(LONGEST_MS)
  await way.server()
  await expect(way.server(), 'one tries').rejects.toBe(away)
  way.reached()
  expect(await Promise.all([way.server(), way.server()])).toHaveLength(2)
})

test('one that was just found and is gone again is looked for anew, also after an outage', async () => {
  const { way, state } = two('none')
  await expect(way.server()).rejects.toBe(away)
  state.leader = 'a'
  vi.advanceTimersByTime(LONGEST_MS)
  expect(await way.server()).toBe('postgres://a/db')
  way.missed(away)
  state.leader = 'b'
  expect(await way.server()).toBe('postgres://b/db')
})
