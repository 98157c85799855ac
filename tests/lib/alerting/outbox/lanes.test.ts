import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openLanes } from '#lib/alerting/outbox/lanes.ts'
import type { Answered } from '#lib/alerting/outbox/window.ts'

const taken: Answered = { ok: true, permanent: false, restMs: null }
const failed: Answered = { ok: false, permanent: false, restMs: null }

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

const settledTurns = async () => {
  for (let i = 0; i < 20; i++) await turn()
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
    await settledTurns()
    await work.release()
  }
  const before = work.handled.length
  await work.release()
  expect(work.handled.length - before).toBe(1)
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
