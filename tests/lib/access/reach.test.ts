import { expect, test } from 'vitest'
import { everything, reaches, reachOf, reachOfMonitor } from '#lib/access/reach.ts'

const noGroups = { all: false, groups: [] } as const
const inShop = { all: false, groups: ['shop', 'ops'] } as const

test.each([
  ['what is limited to nobody is open to all', noGroups, [], true],
  ['a group of one’s own opens', inShop, ['shop'], true],
  ['one of several is enough', inShop, ['data', 'ops'], true],
  ['a group of others does not', inShop, ['data'], false],
  ['without groups nothing that is limited opens', noGroups, ['shop'], false],
  [
    'names are compared to the letter',
    inShop,
    ['Shop', 'shop ', '__proto__', 'constructor'],
    false,
  ],
  ['everything means everything', everything, ['data'], true],
])('%s', (_, reach, limit, expected) => {
  expect(reaches(reach, limit)).toBe(expected)
})

test.each(['viewer', 'editor'] as const)('a %s reaches by their groups', role => {
  const reach = reachOf({ role, groups: ['shop'] })
  expect([['shop'], ['data']].map(limit => reaches(reach, limit))).toEqual([true, false])
})

test('an admin reaches everything, in a group or not', () => {
  expect(reaches(reachOf({ role: 'admin', groups: [] }), ['data'])).toBe(true)
})

test('a monitor reaches by its own groups, and an admin’s monitor is no exception', () => {
  expect(reaches(reachOfMonitor([]), ['data'])).toBe(false)
  expect(reaches(reachOfMonitor(['data']), ['data'])).toBe(true)
})
