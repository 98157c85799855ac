import type { RelayConfig } from '#lib/relay/config.ts'
import type { Lane } from '#lib/relay/lane.ts'

/** Files are forgotten as a whole: so many of them share what there is. */
const SEGMENTS = 16
const SEGMENT_BYTES = { least: 64 * 1024, most: 8 * 1024 * 1024 }

export const segmentBytes = (mostBytes: number): number =>
  Math.min(Math.max(Math.floor(mostBytes / SEGMENTS), SEGMENT_BYTES.least), SEGMENT_BYTES.most)

/** Makes room for so many bytes in all spools together. Throws when there is none. */
export async function makeRoom(
  lanes: readonly Lane[],
  bytes: number,
  { bytes: mostBytes, whenFull }: RelayConfig['spool'],
): Promise<void> {
  const used = () => lanes.reduce((sum, { spool }) => sum + spool.bytes(), 0)
  while (used() + bytes > mostBytes) {
    const [fullest] = [...lanes].sort((a, b) => b.spool.bytes() - a.spool.bytes())
    if (whenFull === 'refuse' || !fullest || fullest.spool.bytes() === 0)
      throw new Error(`the spool holds its ${mostBytes} bytes`)
    fullest.tally.lost += await fullest.spool.dropOldest()
  }
}
