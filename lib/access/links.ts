import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export const LINK_LIFE_MS = 15 * 60_000
export const SESSION_LIFE_MS = 14 * 86_400_000

export const newToken = () => randomBytes(32).toString('base64url')
/** Tokens are kept only as their SHA-256. */
export const hashOf = (token: string) => new Uint8Array(createHash('sha256').update(token).digest())
/** Takes the same time whatever is wrong with the given one. */
export const isSameToken = (given: string, expected: string) =>
  timingSafeEqual(hashOf(given), hashOf(expected))
