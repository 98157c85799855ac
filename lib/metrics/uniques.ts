import { createHash } from 'node:crypto'

/** So many bins tell apart some 50,000 different members, by 2 %. */
const BINS = 16_384

/** The bin of a member: which ones are taken tells how many different ones there were. */
export const binOfMember = (member: string): number =>
  createHash('md5').update(member).digest().readUInt32LE(0) % BINS

/** How many different members have taken so many bins (Whang et al.: linear counting, TODS 1990). */
export function membersIn(taken: number): number {
  const free = Math.max(BINS - taken, 1)
  return Math.round(BINS * Math.log(BINS / free))
}
