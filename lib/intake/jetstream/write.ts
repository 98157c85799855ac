import type { JsMsg } from '@nats-io/jetstream'
import { reasonOf } from '#lib/failures.ts'
import type { Connection } from '#lib/intake/jetstream/connection.ts'
import { ACK_WAIT_MS } from '#lib/intake/jetstream/stream.ts'
import { type Given, type Means, takeMessage } from '#lib/intake/jetstream/take.ts'
import type { Log } from '#lib/log.ts'

/** Messages of one round; of a mebibyte each they are what a process can hold. */
const ROUND = 64
/** How long a round waits for the next message. */
const ROUND_MS = 2_000
const IDLE_MS = 100
/** Longer ids are not kept. */
const ID_LENGTH = 200

interface Writing extends Means {
  /** ends the round early; what is in hand is finished */
  signal: AbortSignal
  connection: Pick<Connection, 'current'>
  log: Log
}

/**
 * Takes what waits in the stream, as it comes, until a round is over, and tells the servers when it is committed: what they are not
 * told of they give to another. Answers for how many milliseconds nothing is to be taken.
 */
export async function writeRound({ connection, signal, log, ...means }: Writing): Promise<number> {
  const open = connection.current()
  // While the database is slow or away, what waits is better off in the stream.
  const isFull = [means.intake, means.metrics, means.events].some(one => one.room())
  if (!open || isFull) return IDLE_MS

  const inHand = new Set<JsMsg>()
  const settling: Promise<void>[] = []

  async function settle(message: JsMsg) {
    const waitSeconds = await takeMessage(givenBy(message), means).catch((error: unknown) => {
      // The intake has counted it. Given again it would be refused again.
      log.error({ err: error }, `a message of NATS could not be taken: ${reasonOf(error)}`)
      return null
    })
    inHand.delete(message)
    if (waitSeconds === null) message.ack()
    else message.nak(waitSeconds * 1000)
  }

  const messages = await open.consumer.fetch({ max_messages: ROUND, expires: ROUND_MS })
  const stillThere = setInterval(() => {
    for (const message of inHand) message.working()
  }, ACK_WAIT_MS / 3)
  const stop = () => messages.stop()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  try {
    for await (const message of messages) {
      inHand.add(message)
      settling.push(settle(message))
    }
  } finally {
    signal.removeEventListener('abort', stop)
    await Promise.all(settling)
    clearInterval(stillThere)
  }
  return 0
}

function givenBy(message: JsMsg): Given {
  const { subject, data, headers, info, seq, timestampNanos } = message
  const id = headers?.get('Nats-Msg-Id') || undefined
  const isKept = id !== undefined && id.length <= ID_LENGTH
  // A stream that was made anew counts from one again.
  const key = `nats:${subject}:${isKept ? id : `${seq}@${timestampNanos}`}`
  return { subject, data, key, deliveries: info.deliveryCount }
}
