import { describe, expect, test } from 'vitest'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { criteriaInWords } from '#lib/streams/triggers/criteria-words.ts'
import { explained } from '#lib/streams/triggers/explained.ts'
import { leanOf } from '#lib/streams/triggers/lean.ts'
import { asWritten, rewritten, writtenOver } from '#lib/streams/triggers/source.ts'

const TEXT = `# above
name: Orders # its name
expiration: $last + 1h
# what it takes
match_criteria:
- event_type: order.* # all of them
  number: 1
fire_criteria: []
`

describe('the text of a definition', () => {
  const before = asWritten(TEXT)

  test('stays as it was written where nothing differs', () => {
    expect(rewritten(TEXT, before, structuredClone(before))).toBe(TEXT)
    expect(writtenOver(TEXT, { ...before, debug_level: 0, distinguished_by: [] })).toBe(TEXT)
  })

  test.each([
    ['a changed word keeps the comment beside it', { name: 'Sales' }, 'name: Sales # its name'],
    ['a new key comes last', { fire_delay: 5 }, 'fire_criteria: []\nfire_delay: 5\n'],
    ['a list is written anew', { fire_criteria: [{ number: 2 }] }, 'fire_criteria:\n- number: 2\n'],
  ])('%s', (_, change, expected) => {
    const text = rewritten(TEXT, before, { ...before, ...change })
    expect(text).toContain(expected)
    expect(text).toContain('order.* # all of them')
    expect(asWritten(text)).toEqual({ ...before, ...change })
  })

  test('loses what was taken out', () => {
    const { fire_criteria: _, ...after } = before as Record<string, unknown>
    expect(asWritten(rewritten(TEXT, before, after))).toEqual(after)
  })

  test('is begun where there was none', () => {
    expect(writtenOver('', { name: 'New', debug_level: 0, fire_pipeline: undefined })).toBe(
      'name: New\n',
    )
  })
})

test('a definition without its defaults says the same', () => {
  const written = {
    ...{ name: 'Orders', expiration: '$last + 1h', fire_pipeline: 'bill' },
    match_criteria: [{ event_type: 'order.*' }],
    fire_criteria: [{ event_type: ['a', 'b'], number: 2 }],
  }
  const whole = triggerDefinition.parse(written)
  expect(leanOf(whole)).toEqual(written)
})

describe('an expression is explained by an example of now', () => {
  const now = new Date('2026-03-01T09:41:00Z')
  test.each([
    [
      '$last + 1h',
      'expiry',
      'With events from 2026-03-01 09:00 to 2026-03-01 09:20 it expires 2026-03-01 10:20.',
    ],
    ['day', 'distinguish', '2026-03-01 09:20 counts as 2026-03-01 00:00 to 2026-03-02 00:00.'],
    [
      'hour($start)',
      'within',
      'With 2026-03-01 09:20 that is 2026-03-01 09:00 to 2026-03-01 10:00.',
    ],
    ['$timestamp @ 2mo + 29d', 'distinguish', expect.any(String)],
    ['$timestamp @ 31d 4mo', 'distinguish', 'With 2026-03-01 09:20 there is no such time.'],
  ] as const)('%s', (expression, purpose, example) => {
    expect(explained(expression, purpose, now)).toEqual({ problem: null, example })
  })

  test.each([
    ['$last +', 'expiry'],
    ['day', 'expiry'],
    ['$first', 'distinguish'],
  ] as const)('what is wrong with %s is said', (expression, purpose) => {
    expect(explained(expression, purpose, now)).toEqual({
      problem: expect.stringMatching(/./),
      example: '',
    })
  })
})

test('criteria are told in words', () => {
  const definition = triggerDefinition.parse({
    ...{ name: 'Orders', expiration: '$last', fire_pipeline: 'bill' },
    distinguished_by: ['order', { timestamp: 'day' }],
    match_criteria: [{ event_type: 'order.*', traits: { total: { int: '> 3' } } }],
    fire_criteria: [],
  })
  const words = ['Match', 'Match 1', 'Distinguish', 'Fire 1'].map(name =>
    criteriaInWords(definition, name),
  )
  expect(words).toEqual(['any of them', 'order.* with total > 3', 'order, timestamp', ''])
})
