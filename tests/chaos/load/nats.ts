import { jetstream } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import type { Send } from '#tests/chaos/load/sender.ts'

const NUMBERS = 5
const ANSWER_MS = 2_000
/** The metric that is counted by way of NATS. */
export const IN_NATS = 'chaos.nats'

/** What an application publishes to JetStream, under an id: what the server has is acknowledged. */
export async function natsWays(url: string, publicKey: string) {
  const connection: NatsConnection = await connect({
    ...{ servers: [url], maxReconnectAttempts: -1, reconnectTimeWait: 250 },
  })
  const publisher = jetstream(connection)
  const send: Send = async batch => {
    const message = JSON.stringify({ a: 'incr', n: IN_NATS, v: NUMBERS })
    const options = { msgID: `chaos ${batch}`, timeout: ANSWER_MS }
    await publisher.publish(`belfry.metrics.${publicKey}`, message, options)
    return NUMBERS
  }
  return { sends: { 'numbers by NATS': send }, close: () => connection.close() }
}
