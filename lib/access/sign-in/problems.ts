/** Why somebody did not get in, as the page says it; the address of the page names only the key. */
export const PROBLEMS = {
  link: 'This link was used already, or is older than 15 minutes. Make a new one.',
  attempts: 'Too many attempts came from your address. Try again in a minute.',
  origin: 'The form came from another site. Try again here.',
  address: 'This is the address under which Belfry signs people in. Try again here.',
  away: 'The provider cannot be reached right now. Try again, or use a one-time link.',
  denied: 'The provider did not let you in, or you cancelled there.',
  answer:
    'The sign-in took too long, was done already, or its answer cannot be trusted. Try again.',
  clock: 'The provider’s clock and ours are too far apart. Whoever runs Belfry has to set it.',
  domain: 'Your account is not of a domain whose people may sign in here. Use another account.',
  email: 'The provider does not say your e-mail address, by which Belfry knows people.',
  unverified: 'Your e-mail address is not verified. Have the provider verify it, then try again.',
  disabled: 'You may not sign in any more: an admin has disabled you here.',
  other: 'Somebody else has signed in with your e-mail address. Ask an admin of Belfry.',
  taken: 'Your e-mail address has changed to one that belongs to somebody else here. Ask an admin.',
  internal: 'Something went wrong here; the log says what. Try again, or use a one-time link.',
} as const

export type Problem = keyof typeof PROBLEMS

export const isProblem = (key: unknown): key is Problem =>
  typeof key === 'string' && Object.hasOwn(PROBLEMS, key)
