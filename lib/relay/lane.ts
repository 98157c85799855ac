import type { Log } from '#lib/log.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import { type Doubts, openDoubts } from '#lib/relay/forward/doubts.ts'
import { openForwarder } from '#lib/relay/forward/forwarder.ts'
import { settleDoubts } from '#lib/relay/forward/settler.ts'
import type { Frame } from '#lib/relay/spool/frame.ts'
import { type Progress, readProgress } from '#lib/relay/spool/place.ts'
import { openSpool, type Spool } from '#lib/relay/spool/spool.ts'
import { openWriter, type Writer } from '#lib/relay/taking/writer.ts'
import { newTally, type Tally } from '#lib/relay/tally.ts'
import type { RemoteProject } from '#lib/relay/wire/answer.ts'

/** What of one project came in, on its way to a centre. */
export interface Lane {
  name: string
  spool: Spool
  doubts: Doubts
  writer: Writer
  tally: Tally
  /** why nothing is sent or kept at the moment, or null */
  problem(): string | null
  /** Puts what is held on the disk, and stops to send. */
  close(): Promise<void>
}

export interface LaneOptions {
  name: string
  folder: string
  segmentBytes: number
  key: string
  centres: readonly Centre[]
  /** centres that will never answer any more: what they may have goes to the others */
  given: readonly string[]
  patienceMs?: number | undefined
  /** Makes room for so many bytes. Throws when there is none. */
  makeRoom(bytes: number): Promise<void>
  learn(remote: RemoteProject): void
  log: Log
}

export async function openLane(options: LaneOptions): Promise<Lane> {
  const { name, folder, segmentBytes, key, centres, given, patienceMs, makeRoom, learn } = options
  const log = options.log.child({ project: name })
  const stop = new AbortController()
  const { signal } = stop
  const tally = newTally()
  // Its folder is made first.
  const progress = withoutGiven(await readProgress(folder), given)
  const spool = await openSpool({ folder, segmentBytes, after: progress })
  const doubts = await openDoubts(`${folder}/doubts`)
  await release(doubts, spool, given)

  const sender = { key, tally, log, learn }
  const forwarder = openForwarder({
    ...{ folder, spool, doubts, progress, centres, sender, signal },
    ...(patienceMs !== undefined && { patienceMs }),
  })
  const running = [forwarder.run(), settleDoubts({ doubts, centres, sender, signal })]
  const writer = openWriter(async frame => {
    await makeRoom(frame.payload.length)
    await spool.append(frame)
    tally.kept += frame.items
  }, log)

  return {
    ...{ name, spool, doubts, writer, tally },
    problem: () => writer.problem() ?? forwarder.problem(),
    async close() {
      await writer.close()
      stop.abort()
      await Promise.all(running)
      await spool.close()
    },
  }
}

const withoutGiven = (progress: Progress, given: readonly string[]): Progress =>
  progress.claim && given.includes(progress.claim.centre) ? { ...progress, claim: null } : progress

/** What a centre may have that is given up is sent like anything else. Doing it again does no harm: its units have keys. */
async function release(doubts: Doubts, spool: Spool, given: readonly string[]): Promise<void> {
  for (const doubt of doubts.all().filter(({ centre }) => given.includes(centre))) {
    const payload = Buffer.concat(doubt.units.flatMap(unit => [unit, Buffer.from('\n')]))
    const frame: Frame = { payload, items: doubt.items, at: Date.now() }
    await spool.append(frame)
    await doubt.settle()
  }
}
