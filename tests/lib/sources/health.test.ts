import { expect, test } from 'vitest'
import { healthLog } from '#lib/sources/health.ts'

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second))

test('calls are summed up by source until they are taken', () => {
  const log = healthLog()
  log.note('a', at(1), 10, null)
  log.note('a', at(2), 30, null)
  log.note('a', at(3), 5, 'x'.repeat(1000))
  log.note('b', at(4), 1, 'gone')
  expect(log.take()).toEqual([
    {
      key: 'a',
      lastCallAt: at(3),
      lastOkAt: at(2),
      lastErrorAt: at(3),
      lastError: 'x'.repeat(500),
      latencyMs: 20,
    },
    {
      key: 'b',
      lastCallAt: at(4),
      lastOkAt: null,
      lastErrorAt: at(4),
      lastError: 'gone',
      latencyMs: null,
    },
  ])
  expect(log.take()).toEqual([])
})
