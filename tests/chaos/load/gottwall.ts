import { type KeyPair, saltOf, sign } from '#lib/intake/gottwall/signature.ts'
import { metricSettings } from '#lib/metrics/settings.ts'

const BASE = 1_000
const { streamAuth, datagramAuth, chunk } = metricSettings.parse({}).gottwall

/** What stands after the header of a connection and of a datagram, and after each message. */
export const DELIMITERS = { stream: streamAuth, datagram: datagramAuth, chunk }

/** As GottWall's clients sign who they are. */
export function gottwallHeader(keys: KeyPair): string {
  const now = Math.floor(Date.now() / 1000)
  return `GottWallS2 ${now} ${sign(keys, saltOf(now, BASE)).signature} ${BASE} default`
}

export const hit = (name: string) => JSON.stringify({ a: 'incr', n: name, v: 1 })
