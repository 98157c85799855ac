import { expect, test } from 'vitest'
import { turns } from '#lib/turns.ts'

const { signal } = new AbortController()

test('those beyond the limit wait, in their order', async () => {
  const take = turns(2)
  const order: string[] = []
  const [endA, endB] = await Promise.all([take(signal), take(signal)])
  const waiting = ['c', 'd'].map(async name => {
    const end = await take(signal)
    order.push(name)
    return end
  })
  expect(order).toEqual([])
  endA()
  await waiting[0]
  expect(order).toEqual(['c'])
  endB()
  await waiting[1]
  expect(order).toEqual(['c', 'd'])
})

test('who gives up waiting takes no turn from others', async () => {
  const take = turns(1)
  const end = await take(signal)
  const impatient = new AbortController()
  const first = take(impatient.signal)
  const second = take(signal)
  impatient.abort(new Error('enough'))
  await expect(first).rejects.toThrow('enough')
  end()
  const endSecond = await second
  endSecond()
  expect(await take(signal)).toBeTypeOf('function')
})

test('who has given up before gets none', async () => {
  await expect(turns(1)(AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
})
