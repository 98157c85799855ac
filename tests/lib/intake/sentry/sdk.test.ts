import * as Sentry from '@sentry/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHttpWorld } from '#tests/lib/intake/world.ts'

let world: Awaited<ReturnType<typeof openHttpWorld>>

beforeAll(async () => {
  world = await openHttpWorld()
  Sentry.init({
    dsn: `http://${world.publicKey}@${world.host}/${world.project.id}`,
    release: 'shop@1.2.3',
    environment: 'production',
    serverName: 'web-1',
    tracesSampleRate: 1,
  })
})
afterAll(async () => {
  await Sentry.close(5_000)
  await world.close()
})

class OrderError extends Error {
  override readonly name = 'OrderError'
}

function place(order: string): never {
  try {
    throw new RangeError('out of stock')
  } catch (cause) {
    throw new OrderError(`order ${order} was not placed`, { cause })
  }
}

function thrown(order: string): unknown {
  try {
    place(order)
  } catch (error) {
    return error
  }
}

/** Lets the SDK send what it holds; answers what was kept of it. */
async function kept(send: () => unknown) {
  const before = (await world.events()).length
  send()
  expect(await Sentry.flush(30_000)).toBe(true)
  return (await world.events()).slice(before)
}

test('an exception comes with all that the SDK knows', async () => {
  const [event] = await kept(() =>
    Sentry.withScope(scope => {
      scope.setUser({ id: '7', email: 'ada@example.com' })
      scope.setTag('shelf', 'a-1')
      scope.addBreadcrumb({ category: 'cart', message: 'added', level: 'info', data: { n: 2 } })
      scope.setExtra('order', { id: 'o-1' })
      Sentry.captureException(thrown('o-1'))
    }),
  )
  expect(event).toMatchObject({
    input: 'sentry',
    message: 'OrderError: order o-1 was not placed',
    level: 3,
    host: 'web-1',
    program: 'shop',
    release: 'shop@1.2.3',
    environment: 'production',
    trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
    uid: expect.stringMatching(/^[0-9a-f]{32}$/),
    classifier: 'exception',
    details: {
      user: { id: '7', email: 'ada@example.com' },
      tags: { shelf: 'a-1' },
      extra: { order: { id: 'o-1' } },
    },
  })
  expect(event.details.breadcrumbs.at(-1)).toMatchObject({
    category: 'cart',
    message: 'added',
    level: 'info',
    data: { n: 2 },
    at: expect.any(Number),
  })
  const [outer, cause] = event.details.exceptions
  expect(outer).toMatchObject({ type: 'OrderError', message: 'order o-1 was not placed' })
  expect(outer.frames[0]).toMatchObject({
    function: 'place',
    file: expect.stringContaining('sdk.test.ts'),
    line: expect.any(Number),
    inApp: true,
    context: expect.arrayContaining([expect.stringContaining('throw new OrderError')]),
  })
  expect(outer.frames[1].function).toBe('thrown')
  expect(cause).toMatchObject({ type: 'RangeError', message: 'out of stock' })
})

test('exceptions of the same place are one signature whatever they say', async () => {
  const events = await kept(() => {
    for (const order of ['a', 'b', 'c d e f']) Sentry.captureException(thrown(order))
  })
  expect(new Set(events.map(({ signature_id }) => signature_id)).size).toBe(1)
})

test('a message is grouped by its text', async () => {
  const [event] = await kept(() => Sentry.captureMessage('disk is full', 'error'))
  expect(event).toMatchObject({ message: 'disk is full', classifier: 'template' })
  expect(event.details.extra.stack[0]).toContain('sdk.test.ts')
})

test('a fingerprint decides by itself, and with the default it splits', async () => {
  const sent = (fingerprint: string[], message: string) =>
    Sentry.captureMessage(message, { level: 'error', fingerprint })
  const events = await kept(() => {
    sent(['payments'], 'gateway says no')
    sent(['payments'], 'something quite different')
    sent(['{{ default }}', 'de'], 'cannot pay')
    sent(['{{ default }}', 'fr'], 'cannot pay')
    sent(['{{ default }}'], 'cannot pay')
  })
  const groupsOf = (fingerprinted: unknown[]) =>
    new Set(fingerprinted.map(event => (event as { signature_id: number }).signature_id)).size
  const [pay, payments] = [true, false].map(is =>
    events.filter(({ message }) => (message === 'cannot pay') === is),
  )
  expect([groupsOf(payments ?? []), groupsOf(pay ?? []), groupsOf(events)]).toEqual([1, 3, 4])
})

test('sessions and transactions are taken and not kept', async () => {
  const events = await kept(() => {
    Sentry.startSession()
    Sentry.captureSession()
    Sentry.startSpan({ name: 'GET /' }, () => {})
    Sentry.endSession()
  })
  expect(events).toEqual([])
})

test('what is less bad than an error is counted as well: an SDK sends what was meant to be seen', async () => {
  const [event] = await kept(() => Sentry.captureMessage('just so you know', 'info'))
  expect(event).toMatchObject({ message: 'just so you know', level: 6 })
})
