import { expect, test } from 'vitest'
import { everything } from '#lib/access/reach.ts'
import type { Reach } from '#lib/plugin.ts'
import { redactor } from '#lib/redact.ts'
import type { Job, Outcome } from '#lib/sandbox/contract.ts'
import type { Active } from '#lib/sources/active.ts'
import type { Entries } from '#lib/sources/catalog.ts'
import { openRedactors } from '#lib/sources/redactors.ts'
import { withoutSecrets } from '#lib/sources/without-secrets.ts'

const job = { sources: null, reach: everything } as Job
const outcome: Outcome = {
  state: 'ALARM',
  reason: null,
  value: { 'at hunter22': 1 },
  series: { 'at hunter22': 1, fine: 2 },
  message: 'hunter22 failed',
  output: 'aHVudGVyMjI= and hunter22',
  calls: [
    {
      ...{ source: 'db', method: 'value', args: '["hunter22"]', durationMs: 1, bytes: 2 },
      ...{ result: '"hunter22"', error: null },
    },
  ],
  startedAt: new Date(0),
  durationMs: 5,
  line: 3,
}
const runs = { run: async () => outcome }

test('nothing that comes of a run tells a secret, and nothing else changes', async () => {
  const broker = { redactFor: async () => redactor('hunter22') }
  expect(await withoutSecrets(runs, broker).run(job)).toEqual({
    ...outcome,
    value: { 'at •••': 1 },
    series: { 'at •••': 1, fine: 2 },
    message: '••• failed',
    output: '••• and •••',
    calls: [{ ...outcome.calls[0], args: '["•••"]', result: '"•••"' }],
  })
})

test('without secrets a run comes through as it is', async () => {
  const broker = { redactFor: async () => redactor([]) }
  expect(await withoutSecrets(runs, broker).run(job)).toBe(outcome)
})

test('it is the sources that the script may use whose secrets are blacked out', () => {
  const source = (key: string, groups: string[]) =>
    [key, { key, groups, secrets: [`secret of ${key}`] } as unknown as Active] as const
  const entries: Entries = new Map([source('a', []), source('b', ['ops']), source('c', [])])
  const find = openRedactors()
  const shown = (allowed: string[] | null, reach: Reach) =>
    find(entries, { allowed, reach })('secret of a, secret of b, secret of c')

  expect(shown(null, everything)).toBe('•••, •••, •••')
  expect(shown(['a'], everything)).toBe('•••, secret of b, secret of c')
  expect(shown(null, { all: false, groups: [] })).toBe('•••, secret of b, •••')
  expect(shown(['b'], { all: false, groups: ['ops'] })).toBe('secret of a, •••, secret of c')
  expect(shown(['b'], { all: false, groups: [] })).toBe('secret of a, secret of b, secret of c')
})
