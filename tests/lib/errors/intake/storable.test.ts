import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonOf } from '#lib/errors/intake/json.ts'
import { asStorable } from '#lib/errors/intake/storable.ts'
import { anError } from '#tests/lib/errors/intake/world.ts'

const now = Date.UTC(2026, 0, 1)
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\0', '\ud800', 'x\udfff', 'x'.repeat(20_000), ''),
)

test('what is as it should be stays the same object', () => {
  const event = anError({ at: now, uid: 'u', release: '1', traceId: 'a'.repeat(32) })
  expect(asStorable(event, now)).toBe(event)
})

test('whatever comes has texts that can be stored, a level that exists and a time that can be true', () => {
  const event = fc.record({
    at: fc.oneof(fc.double(), fc.integer(), fc.constant(now)),
    message: nasty,
    level: fc.oneof(fc.integer(), fc.double()),
    host: nasty,
    program: nasty,
    release: fc.option(nasty, { nil: undefined }),
    uid: fc.option(nasty, { nil: undefined }),
  })
  fc.assert(
    fc.property(event, given => {
      const {
        at,
        message,
        level,
        host,
        program,
        release = '',
        uid = '',
      } = asStorable(given as ReturnType<typeof anError>, now)
      expect(Math.abs(at - now)).toBeLessThanOrEqual(730 * 86_400_000)
      expect([0, 1, 2, 3, 4, 5, 6, 7]).toContain(level)
      expect(message.length).toBeLessThanOrEqual(16_384)
      for (const text of [host, program, release, uid]) expect(text.length).toBeLessThanOrEqual(255)
      for (const text of [message, host, program, release, uid])
        expect(text.isWellFormed() && !text.includes('\0')).toBe(true)
    }),
  )
})

test('two long uids stay two', () => {
  const uidOf = (uid: string) => asStorable(anError({ at: now, uid }), now).uid
  expect(uidOf(`${'x'.repeat(300)}1`)).not.toBe(uidOf(`${'x'.repeat(300)}2`))
})

test('JSON holds nothing that the database refuses, also in names, and nothing endless', () => {
  expect(jsonOf({ 'a\0': ['\ud800', { b: 'c\0' }], fine: 'é😀' })).toBe(
    JSON.stringify({ 'a\ufffd': ['\ufffd', { b: 'c\ufffd' }], fine: 'é😀' }),
  )
  expect(JSON.parse(jsonOf({ long: 'x'.repeat(300_000) }))).toEqual({ marks: [expect.any(String)] })
})
