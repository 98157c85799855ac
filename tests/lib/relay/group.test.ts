import { expect, test } from 'vitest'
import {
  frameOf,
  newGroup,
  type Put,
  put,
  putAlike,
  refuseAwaited,
  splitOff,
} from '#lib/relay/taking/group.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'
import type { Unit } from '#lib/relay/wire/unit.ts'

const error = (message: string) => ({ at: 1, message, level: 3, host: '', program: '' })
const one = (message: string, rest: Partial<Put> = {}): Put => ({
  ...{ kind: 'errors', input: 'http', items: [error(message)], bytes: message.length, ...rest },
})

function groupOf(...puts: Put[]) {
  const group = newGroup()
  for (const each of puts) put(group, each)
  return group
}

function unitsOf(group: ReturnType<typeof newGroup>) {
  let number = 0
  const frame = frameOf(group, () => `k${++number}`)
  return {
    ...frame,
    units: linesOf(frame.payload).map(line => JSON.parse(line.toString()) as Unit),
  }
}

test('what came by one way becomes one unit; what its sender has named stays by itself', () => {
  const group = groupOf(
    one('a'),
    one('named', { key: 'own' }),
    one('b'),
    one('c', { input: 'syslog' }),
  )
  putAlike(group, 'statsd', { name: 'n', kind: 'counter', value: 1, times: 1, at: 1, filters: [] })
  const { units, items } = unitsOf(group)
  expect(items).toBe(5)
  expect(units).toMatchObject([
    { key: 'own', input: 'http', errors: [{ message: 'named' }] },
    { key: 'k1', input: 'http', errors: [{ message: 'a' }, { message: 'b' }] },
    { key: 'k2', input: 'syslog', errors: [{ message: 'c' }] },
    { key: 'k3', input: 'statsd', metrics: [{ name: 'n' }] },
  ])
})

test('one that would be too long for a request is cut, in the same way each time', () => {
  const items = Array.from({ length: 600 }, (_, i) => error(`${i} ${'x'.repeat(16_000)}`))
  const cut = () => unitsOf(groupOf(one('', { items, key: 'own' }))).units
  expect(cut().map(({ key, errors }) => [key, errors?.length])).toEqual([
    ['own/1', 300],
    ['own/2', 300],
  ])
  expect(cut()).toEqual(cut())
})

test('what is too much at once waits, but never the first', () => {
  const group = groupOf(one('a', { bytes: 5_000 }), one('b', { bytes: 5_000 }), one('c'))
  const rest = splitOff(group, 1_000)
  expect([group, rest].map(({ puts }) => puts.length)).toEqual([1, 2])
  expect(rest.weight).toBe(5_000 + 1 + 2 * 400)
})

test('those who wait are told that nothing was taken, and what nobody waits for stays', () => {
  const told: Error[] = []
  const group = groupOf(one('asked', { reject: problem => told.push(problem) }), one('offered'))
  refuseAwaited(group, new Error('full'))
  expect(told.map(({ message }) => message)).toEqual(['full'])
  expect(unitsOf(group).units).toMatchObject([{ errors: [{ message: 'offered' }] }])
})
