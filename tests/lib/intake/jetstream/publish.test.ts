import { JetStreamApiError } from '@nats-io/jetstream'
import { errors } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { InDoubt } from '#lib/database-away.ts'
import type { Open } from '#lib/intake/jetstream/connection.ts'
import { publish } from '#lib/intake/jetstream/publish.ts'

const PAYLOAD = Buffer.from('{"key":"1"}')

/** A stream that answers one after the other; an error rejects. */
function streamOf(...answers: (Error | 'kept')[]) {
  const ids: (string | undefined)[] = []
  const js = {
    async publish(_subject: string, _data: unknown, { msgID }: { msgID?: string }) {
      ids.push(msgID)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer instanceof Error) throw answer
    },
  }
  return { ids, current: () => ({ js }) as unknown as Open }
}

const never = new AbortController().signal
const timeout = () => new errors.TimeoutError()
const nobody = () =>
  new Error('jetstream is not enabled', {
    cause: new errors.RequestError('', { cause: new errors.NoRespondersError('belfry.units.1') }),
  })
const full = () =>
  new JetStreamApiError({ code: 503, err_code: 10_077, description: 'maximum bytes exceeded' })

test.each([
  ['an answer that does not come', timeout],
  ['an election of another leader', nobody],
])('after %s it is published again under the same id', async (_, error) => {
  const { ids, current } = streamOf(error(), 'kept')
  await publish({ current }, 1, PAYLOAD, never)
  expect(ids).toHaveLength(2)
  expect(ids[0]).toBe(ids[1])
})

test('a stream that is full is told at once: nothing was taken', async () => {
  const { ids, current } = streamOf(full())
  await expect(publish({ current }, 1, PAYLOAD, never)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('maximum bytes exceeded'),
  })
  expect(ids).toHaveLength(1)
})

test('without a connection nothing was taken', async () => {
  const publishing = publish({ current: () => undefined }, 1, PAYLOAD, never)
  await expect(publishing).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 })
})

test('what may have been taken is not refused: at the end nobody knows', async () => {
  const ending = new AbortController()
  const { ids, current } = streamOf(timeout(), full())
  const publishing = publish({ current }, 1, PAYLOAD, ending.signal)
  publishing.catch(() => {})
  await expect.poll(() => ids.length).toBeGreaterThan(2)
  ending.abort()
  await expect(publishing).rejects.toBeInstanceOf(InDoubt)
})
