import { expect, test } from 'vitest'
import { grouped } from '#lib/groups.ts'

/** Work that notes its groups and ends when it is told. */
function heldWork() {
  const groups: number[][] = []
  const gates: PromiseWithResolvers<void>[] = []
  const work = async (items: number[]) => {
    groups.push(items)
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
    return items.map(item => item * 10)
  }
  return { groups, gates, work }
}
const turn = () => new Promise(setImmediate)

test('what is called in one turn is one group, and what comes meanwhile the next', async () => {
  const { groups, gates, work } = heldWork()
  const call = grouped(work, { most: 10 })
  const first = [call(1), call(2)]
  await turn()
  const second = [call(3), call(4)]
  await turn()
  expect(groups).toEqual([[1, 2]])

  gates[0]?.resolve()
  expect(await Promise.all(first)).toEqual([10, 20])
  await turn()
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ])
  gates[1]?.resolve()
  expect(await Promise.all(second)).toEqual([30, 40])
})

test('no group is larger than its limit', async () => {
  const sizes: number[] = []
  const call = grouped(
    async (items: number[]) => {
      sizes.push(items.length)
      return items
    },
    { most: 2 },
  )
  await Promise.all([1, 2, 3, 4, 5].map(call))
  expect(sizes).toEqual([2, 2, 1])
})

test('a group that fails fails for its own, not for the next', async () => {
  let fails = true
  const call = grouped(
    async (items: number[]) => {
      if (fails) throw new Error('away')
      return items
    },
    { most: 10 },
  )
  await expect(Promise.all([call(1), call(2)])).rejects.toThrow('away')
  fails = false
  expect(await call(3)).toBe(3)
})
