import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readElement } from '#lib/intake/redis/element.ts'
import { pushed } from '#lib/intake/redis/emit.ts'
import { deep, expectStorable, hostileJson } from '#tests/lib/intake/hostile.ts'

const now = Date.parse('2026-11-22T02:00:00Z')
const read = (element: object) => readElement(JSON.stringify(element), now)
const MARK = 'neither an event of Firetower nor a plain error; kept as text'

describe('an event of Firetower', () => {
  test('is read with all it has', () => {
    const event = {
      sig: 'disk full',
      hostname: 'web-1',
      msg: 'disk full on /var',
      logfacility: 'daemon',
      syslogtag: 'backup[123]:',
      programname: 'backup',
      severity: 2,
      date: '2013-11-14 22:13:20.5',
      filename: '/var/log/backup.log',
    }
    expect(read(event)).toEqual({
      at: Date.parse('2013-11-14T22:13:20.5Z'),
      message: 'disk full',
      level: 2,
      host: 'web-1',
      program: 'backup',
      details: {
        facility: 'daemon',
        processId: '123',
        extra: { msg: 'disk full on /var', filename: '/var/log/backup.log' },
      },
    })
  })

  test('needs nothing but its sig', () => {
    expect(read({ sig: 'boom' })).toEqual({
      at: now,
      message: 'boom',
      level: 3,
      host: '',
      program: '',
      details: {},
    })
  })

  test.each([
    ['err', 3],
    ['Critical', 2],
    ['4', 4],
    [0, 0],
    [9, 3],
    ['loud', 3],
    [null, 3],
  ])('its severity %s is level %i', (severity, level) => {
    expect(read({ sig: 'x', severity }).level).toBe(level)
  })

  test.each([
    ['2013-11-14T22:13:20Z', 1_384_467_200_000],
    ['2013-11-14T22:13:20+02:00', 1_384_460_000_000],
    ['2013-11-14 22:13:20', 1_384_467_200_000],
    ['Thu, 14 Nov 2013 22:13:20 +0000', 1_384_467_200_000],
    [1_384_467_200, 1_384_467_200_000],
    ['the day before', now],
    [null, now],
  ])('its date %s', (date, at) => {
    expect(read({ sig: 'x', date }).at).toBe(at)
  })

  test('without a program its tag names it', () => {
    expect(read({ sig: 'x', syslogtag: 'cron:' }).program).toBe('cron')
  })
})

test('a plain error is read as POST /errors reads it', () => {
  expect(read({ message: 'boom', level: 'warning', host: 'web-1', uid: 'u-1' })).toMatchObject({
    message: 'boom',
    level: 4,
    host: 'web-1',
    uid: 'u-1',
  })
})

test.each(['plain text', '[1]', 'null', '{"sig":', '{"sig":5}', '{"sig":""}', '{}', deep(100_000)])(
  'anything else is kept as text, with a mark: %.20s',
  text => {
    const event = readElement(text, now)
    expect(event.message.slice(0, 16_384)).toBe(text.slice(0, 16_384))
    expect(event.details?.marks).toEqual([MARK])
  },
)

test('an empty element is something, too', () => {
  expect(readElement('', now).message).toBe('(empty)')
})

test('a NUL of a plain error is replaced', () => {
  const event = readElement('{"message":"a\\u0000b","host":"\\u0000"}', now)
  expect(event).toMatchObject({ message: 'a\uFFFDb', host: '\uFFFD' })
})

test('whatever an element holds, it can be stored', () => {
  const names = ['sig', 'message', 'date', 'severity', 'level', 'at', 'exception', 'stack', 'tags']
  const fields = fc.dictionary(fc.constantFrom(...names), hostileJson(names))
  const element = fc.oneof(
    fields.map(value => JSON.stringify(value)),
    fc.string({ unit: 'binary' }),
  )
  fc.assert(fc.property(element, text => expectStorable(readElement(text, now))))
})

test.each([
  ['an event as it is', '{"sig": "boom", "a": 1}', '{"sig": "boom", "a": 1}'],
  ['text', 'boom', '{"sig":"boom"}'],
  ['JSON that is no object', '[1]', '{"sig":"[1]"}'],
  ['an event without a sig', '{"sig":""}', '{"sig":"{\\"sig\\":\\"\\"}"}'],
])('what a client of Firetower pushes: %s', (_, text, expected) => {
  expect(pushed(text)).toBe(expected)
})
