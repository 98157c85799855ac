import { expect, test } from 'vitest'
import { shownChange } from '#lib/audit/shown.ts'
import { inWords, placeOf } from '#lib/audit/words.ts'

const said = (entry: object) => {
  const whole = { action: 'change', subject: 'monitor', subjectId: '7', name: '', change: {} }
  const { before, name, after } = inWords({ ...whole, ...entry })
  return `${before}|${name}|${after}`
}

test.each([
  [
    { name: 'Latency', change: { before: { unit: '' }, after: { unit: 'ms' }, changed: ['x'] } },
    'changed monitor|Latency|: unit, x',
  ],
  [{ action: 'delete', name: 'Latency' }, 'deleted monitor|Latency|'],
  [{ action: 'run' }, 'ran monitor|7|'],
  [{ action: 'retry', subject: 'delivery', subjectId: '3' }, 'had delivery|3| tried again'],
  [{ action: 'sign-in', subject: 'person', subjectId: '3' }, 'signed in||'],
  [{ action: 'sign-out', subject: 'session', subjectId: '3' }, 'signed out||'],
  [
    { action: 'sign-out', subject: 'person', subjectId: '3', name: 'Bob' },
    'signed person|Bob| out everywhere',
  ],
  [{ action: 'export', subject: 'audit', subjectId: 'csv' }, 'took a copy of the audit trail||'],
  [{ action: 'rotate', subject: 'secret', subjectId: 'x' }, 'sealed all secrets|| anew'],
  [{ action: 'frobnicate', subject: 'widget', subjectId: 'w' }, 'frobnicate widget|w|'],
  [{ action: 'constructor', subject: '__proto__', subjectId: 'w' }, 'constructor __proto__|w|'],
])('%j is said as %j', (entry, words) => {
  expect(said(entry)).toBe(words)
})

test.each([
  ['monitor', '7', '/monitors/7'],
  ['source', '../x', '/sources/..%2Fx'],
  ['delivery', '7', null],
  ['constructor', '7', null],
])('of %s %j the place is %j', (subject, subjectId, place) => {
  expect(placeOf({ subject, subjectId })).toBe(place)
})

test('of what changed, fields that differ are shown, secrets by their names, and what else there is', () => {
  const change = {
    before: { days: 1, same: 2, policy: { after: 1 } },
    after: { days: 3, same: 2, policy: { after: 2 }, note: '' },
    ...{ changed: ['config.password'], restored: 4, revoked: [], reason: null },
  }
  expect(shownChange(change)).toEqual({
    fields: [
      { field: 'days', before: '1', after: '3', secret: false },
      { field: 'note', before: undefined, after: '', secret: false },
      { field: 'policy.after', before: '1', after: '2', secret: false },
      { field: 'config.password', secret: true },
    ],
    facts: [['restored', '4']],
  })
})

test.each([{}, { before: null, after: null }, { before: 'x', after: [1] }, { changed: 'x' }])(
  'whatever stands in %j is shown',
  change => {
    expect(() => shownChange(change)).not.toThrow()
  },
)
