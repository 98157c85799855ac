import { expect, test } from 'vitest'
import { changeInWords } from '#app/(signed-in)/errors/[id]/change-words.ts'

test.each([
  ['rename', { before: { name: '' }, after: { name: 'Payments' } }, 'named it “Payments”'],
  ['rename', { before: { name: 'A' }, after: { name: '' } }, 'took away its name “A”'],
  [
    'change',
    { before: { regex: null, threshold: 0.5 }, after: { regex: '^a', threshold: null } },
    'changed the rule from none to “^a”, threshold from “0.5” to none',
  ],
  ['resolve', { after: { resolvedRelease: 'web@2' } }, 'resolved it in web@2'],
  ['mute', { after: { mutedUntil: null, mutedAbove: null } }, 'muted it for good'],
  ['mute', { after: { state: 'muted' } }, 'muted it for good'],
  [
    'mute',
    { after: { mutedUntil: '2026-11-21T12:00:00.000Z' } },
    'muted it until 2026-11-21 12:00 UTC',
  ],
  [
    'mute',
    { after: { mutedAbove: { count: 5, slice: '5_minute' } } },
    'muted it until there are more than 5 in 5 min',
  ],
  ['merge', { merged: [3, 4] }, 'merged no. 3, no. 4 into it'],
  ['split', { founded: 9, moved: 4, regex: 'a' }, 'split 4 errors off as no. 9, by the rule a'],
  ['undo', { action: 'merge' }, 'undid “merge”'],
  ['something', {}, 'something'],
])('%s is told as it was', (action, change, words) => {
  expect(changeInWords({ action, change })).toBe(words)
})
