import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openLanes } from '#lib/alerting/lanes.ts'

/** Lanes over lists of items; each item is handled until the test lets it go. */
function fakeWork(due: Record<string, number[]>, perKey: number) {
  const handled: string[] = []
  const held: (() => void)[] = []
  const failures: unknown[] = []
  const stopping = new AbortController()
  const lanes = openLanes<string, string>({
    perKey,
    signal: stopping.signal,
    next: async key => {
      const item = due[key]?.shift()
      return item === undefined ? null : `${key}${item}`
    },
    handle: async item => {
      handled.push(item)
      if (item.endsWith('13')) throw new Error('unlucky')
      await new Promise<void>(resolve => held.push(resolve))
    },
    failed: error => failures.push(error),
  })
  const release = async () => {
    for (const letGo of held.splice(0)) letGo()
    await settledTurns()
  }
  return { ...lanes, handled, failures, release, stop: () => stopping.abort() }
}

const settledTurns = async () => {
  for (let i = 0; i < 5; i++) await turn()
}

test('one call wakes as many lanes as there is work for, and no more', async () => {
  const work = fakeWork({ a: [1, 2, 3, 4, 5] }, 3)
  work.wake('a')
  await settledTurns()
  expect(work.handled).toEqual(['a1', 'a2', 'a3'])

  await work.release()
  expect(work.handled).toEqual(['a1', 'a2', 'a3', 'a4', 'a5'])
})

test('a key whose lanes are all held up holds up no other', async () => {
  const work = fakeWork({ a: [1, 2, 3], b: [1] }, 2)
  work.wake('a')
  work.wake('b')
  await settledTurns()
  expect(work.handled.sort()).toEqual(['a1', 'a2', 'b1'])
})

test('a call that comes while all lanes are at work is not lost', async () => {
  const due: Record<string, number[]> = { a: [1] }
  const work = fakeWork(due, 1)
  work.wake('a')
  await settledTurns()
  due.a = [2]
  work.wake('a')
  await work.release()
  expect(work.handled).toEqual(['a1', 'a2'])
})

test('work that fails is told, and the next call starts afresh', async () => {
  const due: Record<string, number[]> = { a: [13] }
  const work = fakeWork(due, 1)
  work.wake('a')
  await settledTurns()
  expect(work.failures).toMatchObject([{ message: 'unlucky' }])

  due.a = [2]
  work.wake('a')
  await settledTurns()
  expect(work.handled).toEqual(['a13', 'a2'])
})

test('after the stop what is held is finished and nothing new is taken', async () => {
  const work = fakeWork({ a: [1, 2] }, 1)
  work.wake('a')
  await settledTurns()
  work.stop()
  work.wake('b')
  const settled = work.settled()
  await work.release()
  await settled
  expect(work.handled).toEqual(['a1'])
})
