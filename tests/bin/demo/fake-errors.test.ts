import { expect, test } from 'vitest'
import { fakeErrors, SHAPES, syslogFrame } from '#bin/demo/fake-errors.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { openFraming } from '#lib/intake/syslog/framing.ts'
import { readMessage, senderAt } from '#lib/intake/syslog/message.ts'

const now = Date.UTC(2026, 0, 31, 12)
const hour = 3_600_000
/** Always the same numbers. */
function random() {
  let n = 1
  return (below: number) => {
    n = (n * 48_271) % 2_147_483_647
    return n % below
  }
}

test('a dozen errors are one of each shape, and many have the rare one still', () => {
  expect(new Set(fakeErrors(12, hour, now, random()).map(({ shape }) => shape))).toEqual(
    new Set(SHAPES),
  )
  const many = fakeErrors(10_000, hour, now, random())
  const count = (name: RegExp) => many.filter(({ shape }) => name.test(shape.name)).length
  expect(many).toHaveLength(10_000)
  expect(count(/rare/)).toBeLessThan(50)
  expect(count(/release/)).toBeGreaterThan(1_000)
})

test('they are of the last hour, in order, and the spike is of its end', () => {
  const many = fakeErrors(2_000, hour, now, random())
  const times = many.map(({ at }) => at)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  expect(times[0]).toBeGreaterThan(now - hour)
  expect(times.at(-1)).toBeLessThanOrEqual(now)
  const spike = many.filter(({ shape }) => shape.within)
  expect(Math.min(...spike.map(({ at }) => at))).toBeGreaterThan(now - hour / 10)
})

test('what is sent is read as what was meant', () => {
  const sent = fakeErrors(200, hour, now, random())
  const framing = openFraming()
  const events: ReturnType<typeof readMessage>[] = []
  framing.push(Buffer.from(sent.map(syslogFrame).join('')), frame =>
    events.push(readMessage(frame, senderAt('127.0.0.1'), now)),
  )
  expect(
    events.map(({ at, host, program, level, message }) => [at, host, program, level, message]),
  ).toEqual(
    sent.map(({ at, host, shape, message }) => [
      at,
      host,
      shape.program,
      LEVELS.indexOf(shape.level),
      message,
    ]),
  )
  expect(events.every(({ details }) => details?.marks === undefined)).toBe(true)
})
