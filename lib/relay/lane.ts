import { join } from 'node:path'
import type { Log } from '#lib/log.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import { type Doubts, openDoubts } from '#lib/relay/forward/doubts.ts'
import { openForwarder } from '#lib/relay/forward/forwarder.ts'
import { settleDoubts } from '#lib/relay/forward/settler.ts'
import { openPlace, type PlaceFile } from '#lib/relay/spool/place.ts'
import { openSpool, type Spool } from '#lib/relay/spool/spool.ts'
import type { Taking, Words } from '#lib/relay/taking/taking.ts'
import { openWriter } from '#lib/relay/taking/writer.ts'
import { count, newTally, type Tally } from '#lib/relay/tally.ts'
import type { RemoteProject } from '#lib/relay/wire/answer.ts'

/** What of one project came in, on its way to a centre. */
export interface Lane extends Taking {
  name: string
  spool: Spool
  doubts: Doubts
  tally: Tally
  /** why nothing is sent or kept at the moment, or null */
  problem(): string | null
  /** Puts what is held on the disk, and stops to send. */
  close(): Promise<void>
}

export const RELAY: Words = { who: 'relay', where: 'its disk' }

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
  const doubts = await openDoubts(join(folder, 'doubts'))
  const place = await openPlace(folder)
  const spool = await openSpool({ folder, segmentBytes, after: place.progress() })
  await release(given, { place, spool, doubts })

  const sender = { key, tally, log, learn }
  const forwarder = openForwarder({
    ...{ spool, place, doubts, centres, sender, signal },
    ...(patienceMs !== undefined && { patienceMs }),
  })
  const running = [forwarder.run(), settleDoubts({ doubts, centres, sender, signal })]
  const writer = openWriter({
    async store(frame) {
      await makeRoom(frame.payload.length)
      await spool.append(frame)
      tally.kept += frame.items
    },
    words: RELAY,
    prefix: 'relay',
    log,
  })

  return {
    ...{ name, spool, doubts, writer, tally },
    drop: (_, reason, by) => count(tally.dropped, reason, by),
    problem: () => writer.problem() ?? forwarder.problem(),
    async close() {
      await writer.close()
      stop.abort()
      await Promise.all(running)
      await spool.close()
      await place.close()
    },
  }
}

/** What a centre may have that is given up is sent like anything else. Doing it again does no harm: its units have keys. */
async function release(
  given: readonly string[],
  { place, spool, doubts }: { place: PlaceFile; spool: Spool; doubts: Doubts },
): Promise<void> {
  const progress = place.progress()
  if (progress.claim && given.includes(progress.claim.centre))
    await place.save({ ...progress, claim: null })
  for (const doubt of doubts.all().filter(({ centre }) => given.includes(centre))) {
    const payload = Buffer.concat(doubt.units.flatMap(unit => [unit, Buffer.from('\n')]))
    await spool.append({ payload, items: doubt.items, at: Date.now() })
    await doubt.settle()
  }
}
