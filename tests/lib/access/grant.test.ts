import { expect, test } from 'vitest'
import { requireGrantable } from '#lib/access/grant.ts'
import { type Grant, RIGHT_NAMES, ROLES, rightsOf } from '#lib/access/rights.ts'

const narrow: Grant = { role: 'admin', scope: ['tokens:write', 'monitors:read'] }

test.each<[string, Grant, Grant, boolean]>([
  ['an admin makes an admin', { role: 'admin', scope: [] }, { role: 'admin', scope: [] }, true],
  ['an editor makes no admin', { role: 'editor', scope: [] }, { role: 'admin', scope: [] }, false],
  ['an editor makes a viewer', { role: 'editor', scope: [] }, { role: 'viewer', scope: [] }, true],
  [
    'a narrowed one gives a right it has',
    narrow,
    { role: 'viewer', scope: ['monitors:read'] },
    true,
  ],
  ['but not one that it has not', narrow, { role: 'viewer', scope: ['errors:read'] }, false],
  ['and not a whole role', narrow, { role: 'viewer', scope: [] }, false],
  [
    'a higher role is more, even without a right of it: it comes at everything',
    { role: 'viewer', scope: [] },
    { role: 'admin', scope: ['monitors:read'] },
    false,
  ],
])('%s', (_, by, given, isAllowed) => {
  const giving = () => requireGrantable(by, given)
  if (isAllowed) expect(giving).not.toThrow()
  else expect(giving).toThrow('You cannot give what you do not have yourself')
})

test('whatever can be given, whoever has it may do no more than the giver', () => {
  const scopes = [[], ...RIGHT_NAMES.map(right => [right])]
  const grants = ROLES.flatMap(role => scopes.map(scope => ({ role, scope })))
  for (const by of grants)
    for (const given of grants) {
      if (!canGive(by, given)) continue
      expect(rightsOf(by)).toEqual(expect.arrayContaining(rightsOf(given)))
    }
})

function canGive(by: Grant, given: Grant): boolean {
  try {
    requireGrantable(by, given)
    return true
  } catch {
    return false
  }
}
