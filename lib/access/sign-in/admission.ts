import type { Identity } from '#lib/access/sign-in/claims.ts'
import type { Problem } from '#lib/access/sign-in/problems.ts'

/** Somebody who is known already. */
export interface Known {
  email: string
  /** null: an admin made them, and they never signed in */
  issuer: string | null
  subject: string | null
  disabledAt: Date | null
}

/**
 * Whom an identity is here: somebody known, null for a new person, or why they may not come in. Issuer and
 * subject say who somebody is, never the address alone, which a provider may give to another person later.
 */
export function admit<K extends Known>(
  { issuer, subject, email }: Identity,
  known: readonly K[],
): { known: K | null } | { refused: Problem } {
  const same = known.find(one => one.issuer === issuer && one.subject === subject)
  const namesake = known.find(one => one.email === email)

  if (namesake && namesake !== same) {
    if (same) return { refused: 'taken' }
    if (namesake.issuer !== null) return { refused: 'other' }
  }
  const person = same ?? namesake ?? null
  return person?.disabledAt ? { refused: 'disabled' } : { known: person }
}
