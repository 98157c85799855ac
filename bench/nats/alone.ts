import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'

const MESSAGES = 5_000
const AT_ONCE = 64
/** What a second's worth of a busy project is cut to, packed. */
const BYTES = 16 * 1024

/** Messages a second that are acknowledged, published by one connection, to a stream as Belfry makes it. */
export async function publishAlone(url: string): Promise<number> {
  const connection = await connect({ servers: url.split(',') })
  const { streams } = await jetstreamManager(connection)
  const num_replicas = url.includes(',') ? 3 : 1
  await streams.add({ name: 'ALONE', subjects: ['alone'], num_replicas })
  const js = jetstream(connection)
  const data = Buffer.alloc(BYTES, 'x')
  let left = MESSAGES

  async function publishAll() {
    while (left-- > 0) await js.publish('alone', data)
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: AT_ONCE }, publishAll))
  const seconds = (performance.now() - startedAt) / 1000
  await streams.delete('ALONE')
  await connection.close()
  return Math.round(MESSAGES / seconds)
}
