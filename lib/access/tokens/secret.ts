import { newToken } from '#lib/access/links.ts'

/** So that scanners of repositories and logs know one when they see it. */
const PREFIX = 'belfry_'
/** The prefix and five of 43 characters tell tokens apart and still leave more than 220 bits to guess. */
const START_LENGTH = PREFIX.length + 5
const FORM = /^belfry_[A-Za-z0-9_-]{43}$/

/** A new token's secret: 256 random bits behind the prefix. */
export const newSecret = (): string => PREFIX + newToken()
/** What is kept of it, to recognise it by. */
export const startOf = (secret: string): string => secret.slice(0, START_LENGTH)
/** Whether it can be one at all; nothing else is looked up. */
export const isSecretForm = (text: string): boolean => FORM.test(text)
