import { z } from 'zod'

/**
 * A setting that is an http or https address. One that is not secret as a whole must hold no password: it is stored
 * and shown as it is.
 */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(
    hasNoCredentials,
    'must not hold a user name or password; they have settings of their own',
  )

/** What is no address at all is another check's to say. */
export function hasNoCredentials(text: string): boolean {
  const url = URL.parse(text)
  return !url || (url.username === '' && url.password === '')
}
