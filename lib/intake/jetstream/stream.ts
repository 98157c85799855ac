import {
  AckPolicy,
  type Consumer,
  DiscardPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from '@nats-io/jetstream'
import { nanos } from '@nats-io/transport-node'

export const STREAM = 'BELFRY'
const SUBJECTS = 'belfry.>'
const WRITERS = 'writers'

/** A writer that has not been heard of for so long is dead: others take over what it holds. */
export const ACK_WAIT_MS = 10_000
/** What all writers together may have in hand, in messages: bounds what a crash has others do again. */
const MOST_IN_HAND = 2_000
/** Within it the servers recognise a message that is published again; afterwards the database does. */
const DUPLICATES_MS = 120_000
/** Servers that are needed for a copy on three. */
const REPLICATED_FROM = 3

/** How much waits in the stream. */
export interface Waiting {
  /** messages that are not acknowledged */
  waiting: number
  /** of all that lies in the stream */
  waitingBytes: number
  /** of what has waited longest */
  waitingSeconds: number
}

/** Makes the stream and its consumer where they are not there yet; those that are stay as people have made them. */
export async function prepareStream(
  js: JetStreamClient,
  jsm: JetStreamManager,
  servers: number,
): Promise<Consumer> {
  const { config } = await jsm.streams.info(STREAM).catch(error => {
    if (!isCode(error, JetStreamApiCodes.StreamNotFound)) throw error
    return jsm.streams.add({
      name: STREAM,
      subjects: [SUBJECTS],
      retention: RetentionPolicy.Workqueue,
      storage: StorageType.File,
      // What was acknowledged stays; who publishes is told that there is no room.
      discard: DiscardPolicy.New,
      num_replicas: servers >= REPLICATED_FROM ? REPLICATED_FROM : 1,
      duplicate_window: nanos(DUPLICATES_MS),
    })
  })
  if (config.discard !== DiscardPolicy.New)
    throw new Error(`the stream ${STREAM} is to discard what is new when it is full`)
  await jsm.consumers.info(STREAM, WRITERS).catch(error => {
    if (!isCode(error, JetStreamApiCodes.ConsumerNotFound)) throw error
    return jsm.consumers.add(STREAM, {
      durable_name: WRITERS,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ACK_WAIT_MS),
      max_deliver: -1,
      max_ack_pending: MOST_IN_HAND,
    })
  })
  return js.consumers.get(STREAM, WRITERS)
}

const isCode = (error: unknown, code: JetStreamApiCodes) =>
  error instanceof JetStreamApiError && error.code === code

/**
 * What the writers have to do by what was acknowledged, not by what lies in the stream: servers may keep messages that are done with
 * after they have changed their leader (2.9.10 does), and streams that people have made may keep all.
 */
export async function readWaiting(jsm: JetStreamManager): Promise<Waiting> {
  const [{ state }, writers] = await Promise.all([
    jsm.streams.info(STREAM),
    jsm.consumers.info(STREAM, WRITERS),
  ])
  const waiting = writers.num_pending + writers.num_ack_pending
  if (waiting === 0) return { waiting, waitingBytes: 0, waitingSeconds: 0 }

  const first = Math.max(state.first_seq, writers.ack_floor.stream_seq + 1)
  const oldest = first > state.first_seq && (await jsm.streams.getMessage(STREAM, { seq: first }))
  const ageMs = Date.now() - (oldest ? oldest.time.getTime() : Date.parse(state.first_ts))
  return {
    waiting,
    waitingBytes: state.bytes,
    waitingSeconds: Math.max(Math.round(ageMs / 1000), 0),
  }
}
