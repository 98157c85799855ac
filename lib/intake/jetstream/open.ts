import { setTimeout as delay } from 'node:timers/promises'
import { openConnection } from '#lib/intake/jetstream/connection.ts'
import { type Front, openFront } from '#lib/intake/jetstream/front.ts'
import { placeOf } from '#lib/intake/jetstream/servers.ts'
import type { Waiting } from '#lib/intake/jetstream/stream.ts'
import { writeRound } from '#lib/intake/jetstream/write.ts'
import type { Listener, ListenerContext } from '#lib/intake/listener.ts'
import { openRounds } from '#lib/intake/rounds/rounds.ts'
import type { Gate } from '#lib/projects/intake/gate.ts'

/** What is being written when the intake is asked to stop has this long. */
const CLOSE_MS = 2_000
/** How often the connection, and what waits, is looked at. */
const LOOK_MS = 1_000
/** Rounds at the same time, so that one is written while the next one comes. */
const ROUNDS = 3

export interface JetStream extends Listener {
  /** What listeners put things into. */
  front: Front
  /** There is no connection. */
  isAway(): boolean
}

interface Means
  extends Pick<
    ListenerContext,
    'intake' | 'metrics' | 'events' | 'notifications' | 'directory' | 'log'
  > {
  /** holds what applications publish to their projects' limits */
  gate: Gate
}

/**
 * The way by JetStream at `NATS_URL`: what listeners take in is published, and what waits in the stream, from this process or any
 * other, is written by the intakes that are given. While NATS is away, senders are refused.
 */
export function openJetStream(url: string, means: Means): JetStream {
  const connection = openConnection(url)
  const rounds = openRounds(means.log, 'NATS')
  const front = openFront({ ...means, connection })
  const closing = new AbortController()
  let waiting: Waiting | undefined

  rounds.run(
    'connection',
    async () => {
      waiting = await connection.keep()
      return LOOK_MS
    },
    () => null,
  )
  for (let i = 1; i <= ROUNDS; i++)
    rounds.run(
      `writer ${i}`,
      () => writeRound({ ...means, connection, signal: closing.signal }),
      () => null,
    )

  return {
    line: `NATS at ${placeOf(url)}`,
    front,
    isAway: () => connection.current() === undefined,
    info: () => ({
      nats: { ...waiting, published: front.published(), problem: rounds.problem() },
    }),
    async close() {
      await front.close()
      closing.abort()
      // What waits for the database by then is given to another process.
      await Promise.race([rounds.end(), delay(CLOSE_MS, undefined, { ref: false })])
      await connection.close()
    },
  }
}
