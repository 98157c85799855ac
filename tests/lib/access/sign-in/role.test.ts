import { expect, test } from 'vitest'
import type { Role } from '#lib/access/rights.ts'
import { type HeldRole, roleOf } from '#lib/access/sign-in/role.ts'

const rules = (otherwise: Role) => ({
  admins: ['grace@example.com'],
  roles: [
    { group: 'guests', role: 'viewer' as const },
    { group: 'leads', role: 'admin' as const },
    { group: 'sre', role: 'editor' as const },
    { group: 'sre', role: 'viewer' as const },
  ],
  otherwise,
})
const ADA = 'ada@example.com'
const GRACE = 'grace@example.com'

test.each<[string, string, string[], HeldRole | null, Role, string]>([
  ['a stranger gets the default', ADA, [], null, 'viewer', 'default'],
  ['a group gives its role', ADA, ['sre'], null, 'editor', 'claims'],
  ['of several the highest', ADA, ['guests', 'leads', 'sre'], null, 'admin', 'claims'],
  ['a group by another spelling gives nothing', ADA, ['SRE'], null, 'viewer', 'default'],
  ['the environment makes admins', GRACE, [], null, 'admin', 'environment'],
  ['whatever their groups say', GRACE, ['guests'], null, 'admin', 'environment'],
  ['whatever an admin gave', GRACE, [], held('viewer', 'admin'), 'admin', 'environment'],
  ['what an admin gave stays', ADA, ['leads'], held('viewer', 'admin'), 'viewer', 'admin'],
  ['a group gives less than before', ADA, ['guests'], held('admin', 'claims'), 'viewer', 'claims'],
  ['without it the default is back', ADA, [], held('admin', 'claims'), 'viewer', 'default'],
  ['so it is without the environment', ADA, [], held('admin', 'environment'), 'viewer', 'default'],
  ['the default stays as it was', ADA, [], held('editor', 'default'), 'editor', 'default'],
  ['until a group says something', ADA, ['guests'], held('editor', 'default'), 'viewer', 'claims'],
])('%s', (_, email, groups, before, role, roleFrom) => {
  expect(roleOf({ email, groups }, before, rules('viewer'))).toEqual({ role, roleFrom })
})

test('the default is what the installation says', () => {
  expect(roleOf({ email: ADA, groups: [] }, null, rules('editor'))).toMatchObject({
    role: 'editor',
  })
})

function held(role: Role, roleFrom: string): HeldRole {
  return { role, roleFrom }
}
