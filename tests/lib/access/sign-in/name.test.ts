import { expect, test } from 'vitest'
import { mayBeCalled } from '#lib/access/sign-in/name.ts'

const others = [{ name: 'Ada Lovelace' }]

test.each([
  ['Grace Hopper', true],
  ['Ada', true],
  ['Token', true],
  ['ada lovelace', false],
  ['admin', false],
  ['Belfry', false],
  ['belfry.YAML', false],
  ['Command line', false],
  ['API token', false],
  ['token deploy', false],
  ['ada@example.com', false],
])('somebody may be called %s: %s', (name, may) => {
  expect(mayBeCalled(name, others)).toBe(may)
})
