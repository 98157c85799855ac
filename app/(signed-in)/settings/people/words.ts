import type { PersonView } from '#lib/access/people/schema.ts'

/** What ends when somebody may not come in any more. */
export function lossOf({ sessions, tokens }: Pick<PersonView, 'sessions' | 'tokens'>): string {
  const ends = `Where they are signed in, ${sessions === 1 ? 'in 1 browser' : `in ${sessions} browsers`}, it ends at once.`
  if (tokens.length === 0) return ends
  return `${ends} The API token${tokens.length === 1 ? '' : 's'} they made ${tokens.length === 1 ? 'is' : 'are'} revoked: ${tokens.join(', ')}.`
}
