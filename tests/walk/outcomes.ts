import type { Answer } from '#tests/walk/asking.ts'
import type { Outcome } from '#tests/walk/table.ts'

/**
 * Throws for an answer that no caller may get, whoever it is. GottWall's routes send whoever is nobody to the sign-in
 * page and back, and tell it them in words where they have sent something.
 */
export function outcomeOfRoute({ status, location, text }: Answer): Outcome {
  if (status === 401) return 'unknown'
  if (status === 302 && location.startsWith('/sign-in?to=')) return 'unknown'
  if (status === 403 && text.includes('not signed in')) return 'unknown'
  if (status === 403) return 'forbidden'
  // Health says by its status how Belfry is, which here has no engine.
  if (status >= 500 && status !== 503) throw new Error(`${status}: ${text.slice(0, 300)}`)
  return 'in'
}

/**
 * What a page answers may begin before it is known who asks: then the status is 200, and what follows tells the
 * browser to go elsewhere or to show that the right is missing.
 */
export function outcomeOfPage({ status, location, text }: Answer): Outcome {
  if (leadsToSignIn(location) || /NEXT_REDIRECT;[a-z]+;\/sign-in/.test(text)) return 'unknown'
  if (status === 403 || text.includes('NEXT_HTTP_ERROR_FALLBACK;403')) return 'forbidden'
  if (status >= 500) throw new Error(`${status}: ${text.slice(0, 300)}`)
  return 'in'
}

/** An action answers with a value that says what went wrong. */
export function outcomeOfAction({ status, location, text }: Answer): Outcome {
  if (leadsToSignIn(location)) return 'unknown'
  const code = /"ok":false,"error":\{"code":"(\w+)"/.exec(text)?.[1]
  if (code === 'unauthorized') return 'unknown'
  if (code === 'forbidden') return 'forbidden'
  if (code === 'internal' || !text.includes('"ok":'))
    throw new Error(`not answered: ${status} ${text.slice(0, 300)}`)
  return 'in'
}

/** Next refuses what comes from elsewhere by an error, before ours is asked; without an Origin it does not. */
export const isRefusedAction = (answer: Answer): boolean =>
  (answer.status >= 500 && !answer.text.includes('"ok":')) ||
  outcomeOfAction(answer) === 'forbidden'

const leadsToSignIn = (location: string) =>
  new URL(location || '/', 'http://here').pathname === '/sign-in'
