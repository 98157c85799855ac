import { setImmediate as turn } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openLanes } from '#lib/alerting/outbox/lanes.ts'
import type { Answered } from '#lib/alerting/outbox/window.ts'

const taken: Answered = { ok: true, permanent: false, restMs: null }
const failed: Answered = { ok: false, permanent: false, restMs: null }

beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterAll(() => void vi.useRealTimers())

/** Lanes over lists of items; each item is handled until the test lets it go. */
function fakeWork(due: Record<string, number[]>, answer = taken) {
  const handled: string[] = []
  const held: (() => void)[] = []
  const failures: unknown[] = []
  const stopping = new AbortController()
  const lanes = openLanes<string, string>({
    signal: stopping.signal,
    take: async (key, most) => {
      return {
        items: (due[key] ?? []).splice(0, most).map(item => `${key}${item}`),
        moreInMs: null,
      }
    },
    handle: async (item, answered) => {
      handled.push(item)
      if (item.endsWith('13')) throw new Error('unlucky')
      await new Promise<void>(resolve => held.push(resolve))
      answered(answer)
    },
    failed: error => failures.push(error),
  })
  const release = async () => {
    for (const letGo of held.splice(0)) letGo()
    await settledTurns()
  }
  return { ...lanes, handled, held, failures, release, stop: () => stopping.abort() }
}

/** A while in which all that is due is taken. */
const settledTurns = async (ms = 50) => {
  for (const end = performance.now() + ms; performance.now() < end; vi.advanceTimersByTime(5))
    await turn()
}
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)

test('one call takes as much as the lane may have under way, and the rest as that ends', async () => {
  const work = fakeWork({ a: [1, 2, 3, 4, 5] })
  work.wake('a')
  await settledTurns()
  expect(work.handled).toEqual(['a1', 'a2', 'a3', 'a4'])

  await work.release()
  expect(work.handled).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
})

test('a lane that is held up holds up no other', async () => {
  const work = fakeWork({ a: upTo(9), b: [1] })
  work.wake('a')
  work.wake('b')
  await settledTurns()
  expect(work.handled).toContain('b1')
})

test('one that takes what it gets is given more at once, up to a bound', async () => {
  const work = fakeWork({ a: upTo(400) })
  work.wake('a')
  let most = 0
  for (let i = 0; i < 12; i++) {
    await settledTurns()
    most = Math.max(most, work.held.length)
    await work.release()
  }
  expect(most).toBe(32)
})

test('one that fails is given less, and never nothing', async () => {
  const work = fakeWork({ a: upTo(40) }, failed)
  work.wake('a')
  for (let i = 0; i < 4; i++) {
    await settledTurns(1_000)
    await work.release()
  }
  const before = work.handled.length
  await settledTurns(1_000)
  expect(work.handled.length - before).toBe(1)
})

test('a dead one is asked once a second, however many calls come', async () => {
  const work = fakeWork({ a: upTo(400) }, failed)
  work.wake('a')
  for (let i = 0; i < 200; i++) {
    await settledTurns(50)
    work.wake('a')
    await work.release()
  }
  // Four, two, and one in each of ten seconds and more.
  expect(work.handled.length).toBeLessThan(6 + 21)
  expect(work.handled.length).toBeGreaterThan(6 + 8)
})

test('what comes in quick succession is taken together', async () => {
  const due: Record<string, number[]> = { a: [] }
  const looks: number[] = []
  const lanes = openLanes<string, number>({
    signal: new AbortController().signal,
    take: async (key, most) => {
      const items = (due[key] ?? []).splice(0, most)
      looks.push(items.length)
      return { items, moreInMs: null }
    },
    handle: async (_, answered) => answered(taken),
    failed: () => {},
  })
  for (let i = 0; i < 40; i++) {
    due.a?.push(i)
    lanes.wake('a')
    await turn()
    vi.advanceTimersByTime(1)
  }
  expect(looks[0]).toBe(1)
  expect(looks.length).toBeLessThan(12)
})

test('one that wants to be left in peace is, even while calls come', async () => {
  const due = { a: upTo(8) }
  const work = fakeWork(due, { ...failed, restMs: 3_600_000 })
  work.wake('a')
  await settledTurns()
  await work.release()
  work.wake('a')
  await settledTurns()
  expect(work.handled).toHaveLength(4)
  expect(due.a).toHaveLength(4)
})

test('a call that comes while a lane is full is not lost', async () => {
  const due: Record<string, number[]> = { a: [1, 2, 3, 4] }
  const work = fakeWork(due)
  work.wake('a')
  await settledTurns()
  due.a = [5]
  work.wake('a')
  await work.release()
  expect(work.handled).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
})

test('thousands of lanes have a bounded number under way together, and each at least one', async () => {
  const keys = upTo(1_200)
  const work = fakeWork(Object.fromEntries(keys.map(key => [key, upTo(4)])))
  for (const key of keys) work.wake(String(key))
  await settledTurns()
  expect(new Set(work.handled.map(item => item.slice(0, -1))).size).toBe(1_200)
  expect(work.handled.length).toBeLessThanOrEqual(2_200)
})

test('work that fails is told, and the next call starts afresh', async () => {
  const due: Record<string, number[]> = { a: [13] }
  const work = fakeWork(due)
  work.wake('a')
  await settledTurns()
  expect(work.failures).toMatchObject([{ message: 'unlucky' }])

  due.a = [2]
  work.wake('a')
  await settledTurns()
  expect(work.handled).toEqual(['a13', 'a2'])
})

test('after the stop what is held is finished and nothing new is taken', async () => {
  const work = fakeWork({ a: upTo(5) })
  work.wake('a')
  await settledTurns()
  work.stop()
  work.wake('b')
  const settled = work.settled()
  await work.release()
  await settled
  expect(work.handled).toHaveLength(4)
})
