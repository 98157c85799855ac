import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { openReceiver } from '#lib/intake/statsd/receiver.ts'
import type { MetricIntake } from '#lib/metrics/intake/contract.ts'
import { aProject } from '#tests/lib/metrics/world.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
setFlagsFromString('--no-expose-gc')

/** Takes everything and keeps nothing. */
const metrics = {
  admit: () => true,
  drop: () => {},
  meter: () => ({ add: () => true }),
} as unknown as MetricIntake

const heldBytes = () => {
  collect()
  return process.memoryUsage().heapUsed
}

test.each([
  ['long names', (i: number) => `${i}${'x'.repeat(60_000)}:1|c\n`],
  ['long tags', (i: number) => `name:1|c|#${i}:${'x'.repeat(60_000)}\n`],
  [
    'one new name among many known ones',
    (i: number) => `a.rather.long.name.${i}:1|c\n${'known:1|c\n'.repeat(6_000)}`,
  ],
])('what is remembered of lines is bounded: %s', (_, lines) => {
  const receiver = openReceiver(metrics, aProject())
  const before = heldBytes()
  for (let i = 0; i < 2_000; i++) receiver.take(lines(i), 0)
  expect(heldBytes() - before).toBeLessThan(40e6)
  receiver.take('name:1|c', 0)
})
