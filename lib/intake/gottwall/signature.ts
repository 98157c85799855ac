import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a signed header says: `GottWallS1 TS SIGNATURE BASE`, and `GottWallS2` with the project as a fifth word. */
export interface SignedHeader {
  ts: number
  signature: string
  base: number
  /** of the second form */
  project: string | undefined
}

/** A pair of keys as a signature takes them. */
export interface KeyPair {
  publicKey: string
  privateKey: string
}

const HEADER = /^GottWallS[12] (\d{1,15}) (\S{1,64}) (\d{1,15})(?: (\S{1,200}))?$/

/** Null when it is none. */
export function readHeader(text: string): SignedHeader | null {
  const [, ts, signature = '', base, project] = HEADER.exec(text.trim()) ?? []
  if (ts === undefined || Number(base) === 0) return null
  return { ts: Number(ts), signature, base: Number(base), project }
}

/** A time as it is signed: the last multiple of the base. */
export const saltOf = (ts: number, base: number): number => Math.floor(ts / base) * base

/** What is signed, and its signature: HMAC-MD5 in lower-case hex. */
export function sign({ publicKey, privateKey }: KeyPair, salt: number) {
  const message = `${publicKey}${salt}`
  return { message, signature: createHmac('md5', privateKey).update(message).digest('hex') }
}

/**
 * Whether the header is signed with these keys, over the last multiple of its base or, as clients under Python 3
 * do it, the nearest.
 */
export function isSignedBy({ ts, base, signature }: SignedHeader, keys: KeyPair): boolean {
  return [saltOf(ts, base), nearest(ts, base)].some(salt =>
    isSame(signature, sign(keys, salt).signature),
  )
}

/** Halves go to the even multiple, as Python rounds. */
export function nearest(ts: number, base: number): number {
  const whole = Math.floor(ts / base)
  const rest = ts - whole * base
  const isUp = rest * 2 > base || (rest * 2 === base && whole % 2 === 1)
  return (isUp ? whole + 1 : whole) * base
}

function isSame(given: string, expected: string): boolean {
  // In bytes: what is not ASCII has more of them than characters.
  const [bytes, wanted] = [Buffer.from(given), Buffer.from(expected)]
  return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
}

/** Whether a header's time is near enough to now; both in unix seconds. */
export const isFresh = ({ ts }: SignedHeader, freshSeconds: number | null, now: number): boolean =>
  freshSeconds === null || Math.abs(now - ts) <= freshSeconds
