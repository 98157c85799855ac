import { expect, test } from 'vitest'
import type { Counted } from '#lib/metrics/totals/counted.ts'
import { freshOf, type Known } from '#lib/metrics/totals/fresh.ts'

const HOUR = 3_600
const now = 1_800_000_000
const sum = (value: number): Counted => ({ of: 'sum', sum: value })
const point = (since: number | null, at = now) => ({
  ...{ name: 'orders', kind: 'counter' as const, filters: [], at, counted: sum(10) },
  running: { stream: 's', family: 'f', since },
})
const known = (at: number, counted: Counted | null = null): Known => ({ at, counted })

test.each<[string, ReturnType<typeof point>, Known | undefined, Known | undefined, unknown]>([
  ['a stream that is known counts on', point(null), known(now - 60, sum(4)), undefined, sum(6)],
  ['the same report again is a repeat', point(null), known(now, sum(10)), undefined, 'repeat'],
  ['so is an older one', point(null, now - 1), known(now, sum(10)), undefined, 'repeat'],
  ['a sender that began lately counts whole', point(now - HOUR), undefined, undefined, sum(10)],
  ['one that began long ago only begins', point(now - HOUR - 1), undefined, undefined, null],
  ['so does one that does not say when it began', point(null), undefined, undefined, null],
  [
    'an attribute that comes up in what was sent before counts whole',
    ...([point(now - 9 * HOUR), undefined, known(now - 60), sum(10)] as const),
  ],
  [
    'but not one of the same report',
    ...([point(now - 9 * HOUR), undefined, known(now - 0.5), null] as const),
  ],
])('%s', (_, given, stream, family, expected) => {
  expect(freshOf(given, stream, family)).toEqual(expected)
})
