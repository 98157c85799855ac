import { type Grant, isAtLeast, may, rightsOf } from '#lib/access/rights.ts'
import { UserError } from '#lib/failures.ts'

/**
 * Throws a UserError (`forbidden`) when somebody would give more than they have themselves: a token that is narrowed to
 * making tokens, or people, could otherwise make one that is not.
 */
export function requireGrantable(by: Grant, given: Grant): void {
  if (!isAtLeast(by.role, given.role))
    throw refusal(`the role ${given.role}`, { role: 'is more than you have yourself' })
  const beyond = rightsOf(given).filter(right => !may(by, right))
  if (beyond.length > 0)
    throw refusal(`the right${beyond.length === 1 ? '' : 's'} ${beyond.join(', ')}`, {
      scope: `gives more than you have yourself: ${beyond.join(', ')}`,
    })
}

const refusal = (what: string, fields: Record<string, string>) =>
  new UserError(`You cannot give what you do not have yourself: ${what}.`, {
    code: 'forbidden',
    fields,
  })
