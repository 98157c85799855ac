import { expect, test } from 'vitest'
import { nodesOf } from '#app/(signed-in)/events/[id]/_tree/nodes.ts'
import { rowsOf, unfolded } from '#app/(signed-in)/events/[id]/_tree/rows.ts'
import type { TracedError } from '#lib/errors/traced/data.ts'
import type { OutlinedEvent } from '#lib/events/tree/data.ts'

const anEvent = (type: string, start: number, end: number, failure: string | null = null) =>
  ({
    ...{ uid: `${type}@${start}`, type, start, end, failure },
    ...{ label: '', project: 'shop', host: 'web1', pid: 1 },
  }) satisfies OutlinedEvent

const anError = (at: number): TracedError => ({
  ...{ id: 7, signatureId: 3, at, level: 'error', message: 'it broke' },
  ...{ project: 'shop', host: 'web1', program: 'shop' },
})

const events = [
  anEvent('request.sql', 60, 70),
  anEvent('request', 0, 100),
  anEvent('request.view', 80, 90),
  anEvent('request.sql', 10, 20, 'timeout'),
  anEvent('mail', 200, 210),
]
const rows = rowsOf(nodesOf(events, [anError(15)]))

test('each stands above its parts, by their beginning, errors among them', () => {
  expect(rows.map(({ node, depth }) => `${'-'.repeat(depth)}${node.key}`)).toEqual([
    'request@0',
    '-request.sql@10',
    '--error-7',
    '-request.sql@60',
    '-request.view@80',
    'mail@200',
  ])
})

test('it is known how many are below each, and whether one of them failed', () => {
  expect(rows.map(({ below }) => below)).toEqual([4, 1, 0, 0, 0, 0])
  expect(rows.map(({ failedBelow }) => failedBelow)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ])
})

test('what is folded hides all that is below it', () => {
  const keys = (...folded: string[]) => unfolded(rows, new Set(folded)).map(({ node }) => node.key)
  expect(keys('request@0')).toEqual(['request@0', 'mail@200'])
  expect(keys('request.sql@10')).not.toContain('error-7')
  expect(keys('mail@200')).toHaveLength(6)
})

test('an error leads to its signature', () => {
  expect(rows[2]?.node).toMatchObject({
    kind: 'error',
    href: '/errors/3?example=7',
    label: 'it broke',
  })
})

test('ten thousand parts beside each other are put in order at once', () => {
  const many = Array.from({ length: 10_000 }, (_, i) => anEvent('request.sql', i, i + 1))
  expect(rowsOf(nodesOf([anEvent('request', 0, 10_001), ...many], []))[0]?.below).toBe(10_000)
})
