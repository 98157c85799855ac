import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import {
  AckPolicy,
  DiscardPolicy,
  jetstream,
  jetstreamManager,
  RetentionPolicy,
} from '@nats-io/jetstream'
import { connect, type NatsConnection, nanos } from '@nats-io/transport-node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { admin } from '#tests/database.ts'
import { openNatsWorld, PUBLIC_KEY, send } from '#tests/services/nats-world.ts'
import { nats, startNats } from '#tests/services/servers/nats.ts'
import { isInstalled } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

describe.skipIf(!isInstalled(nats))('NATS', () => {
  let world: Awaited<ReturnType<typeof openNatsWorld>>
  let server: Awaited<ReturnType<typeof startNats>>
  let application: NatsConnection
  let child: ChildProcess | undefined
  beforeAll(async () => {
    server = await startNats()
    world = await openNatsWorld()
    application = await connect({ servers: [server.url] })
  })
  beforeEach(forget)
  afterEach(async () => {
    child?.kill('SIGKILL')
    await world.closeIntakes()
  })
  afterAll(async () => {
    await application?.close()
    await world?.close()
    await server?.stop()
  })

  async function forget() {
    await (await jetstreamManager(application)).streams.delete('BELFRY').catch(() => {})
  }
  /** A stream as people would make it beforehand, with a consumer that is not patient. */
  async function makeStream(rest: { max_bytes?: number; retention?: RetentionPolicy } = {}) {
    const jsm = await jetstreamManager(application)
    await jsm.streams.add({
      ...{ name: 'BELFRY', subjects: ['belfry.>'], retention: RetentionPolicy.Workqueue },
      ...{ discard: DiscardPolicy.New, ...rest },
    })
    await jsm.consumers.add('BELFRY', {
      ...{ durable_name: 'writers', ack_policy: AckPolicy.Explicit, ack_wait: nanos(1_000) },
    })
    return jsm
  }
  const openReady = async () => {
    const one = await world.openIntake(server.url)
    await until(() => one.nats()?.waiting !== undefined)
    return one
  }
  const publish = (subject: string, items: unknown, msgID?: string) =>
    jetstream(application).publish(subject, JSON.stringify(items), msgID ? { msgID } : {})
  const signatures = (template: string) =>
    world.count(`select coalesce(sum(count), 0) from signature where template = '${template}'`)
  const dropped = (reason: string) =>
    world.count(
      `select coalesce(sum(count), 0) from intake_count where input = 'nats' and reason = '${reason}'`,
    )
  const isEmpty = async (connection = application) => {
    const { streams } = await jetstreamManager(connection)
    await until(async () => (await streams.info('BELFRY')).state.messages === 0)
  }

  test('what an intake acknowledges is written by way of the stream, and is gone there', async () => {
    const one = await openReady()
    const sent = await send(one.url, '/errors', [{ message: 'by http' }, { message: 'by http' }])
    expect(sent).toMatchObject({ status: 200, body: { accepted: 2 } })
    await until(async () => (await signatures('by http')) === 2)
    await isEmpty()
    expect(one.nats()).toMatchObject({ published: 2, problem: null })
  })

  test('a message that is done with does not wait, though it stays in the stream', async () => {
    const jsm = await makeStream({ retention: RetentionPolicy.Limits })
    const one = await openReady()
    await send(one.url, '/errors', [{ message: 'kept there' }])
    await until(async () => (await signatures('kept there')) === 1)
    const later = await openReady()
    await until(() => later.nats()?.waiting === 0)
    expect((await jsm.streams.info('BELFRY')).state.messages).toBe(1)
    expect(later.nats()).toMatchObject({ waitingBytes: 0, waitingSeconds: 0 })
  })

  test('a consumer that was taken away is made again', async () => {
    const jsm = await makeStream()
    const one = await openReady()
    await jsm.consumers.delete('BELFRY', 'writers')
    await until(() => jsm.consumers.info('BELFRY', 'writers').catch(() => null))
    await send(one.url, '/errors', [{ message: 'after it was away' }])
    await until(async () => (await signatures('after it was away')) === 1)
  })

  test('what nobody waits for takes the same way', async () => {
    const one = await openReady()
    const project = one.directory.named('shop')
    if (!project) throw new Error('the project is there')
    const update = { name: 'visits', kind: 'counter' as const, value: 1, times: 1, filters: [] }
    for (let i = 0; i < 1_000; i++)
      one.front.metrics.offer(project, 'statsd', { ...update, at: Date.now() / 1000 }, 20)
    await until(
      async () =>
        (await world.count(
          `select coalesce(sum(day.sum), 0) from metric_day day
           join metric_series on metric_series.id = series_id join metric on metric.id = metric_id
           where metric.name = 'visits'`,
        )) === 1_000,
    )
  })

  test('a request that is larger than a message is cut, and counted once when it comes again', async () => {
    const one = await openReady()
    const items = Array.from({ length: 3_000 }, (_, i) => ({
      ...{ message: 'a large one', extra: { text: `${i}`.repeat(500) } },
    }))
    expect(await send(one.url, '/errors', items, 'large')).toMatchObject({ status: 200 })
    expect(await send(one.url, '/errors', items, 'large')).toMatchObject({ status: 200 })
    await until(async () => (await signatures('a large one')) >= 3_000)
    await isEmpty()
    expect(await signatures('a large one')).toBe(3_000)
  })

  test('applications publish errors, events and metrics', async () => {
    await openReady()
    const end = new Date().toISOString()
    await publish(`belfry.errors.${PUBLIC_KEY}`, { message: 'from an application' })
    await publish(`belfry.events.${PUBLIC_KEY}`, [
      ...[
        { type: 'paid', uid: '1', end },
        { type: 'paid', uid: '2', end },
      ],
    ])
    await publish(`belfry.metrics.${PUBLIC_KEY}`, { a: 'incr', n: 'sold', v: 3 })
    await publish('belfry.errors', { message: 'without a key' })
    await isEmpty()
    const { rows } = await world.pool.query(
      `select s.template, p.name, (select count(*)::int from event) as events,
         (select sum(sum) from metric_day join metric_series on metric_series.id = series_id
          join metric on metric.id = metric_id where metric.name = 'sold') as sold
       from signature s join project p on p.id = s.project_id
       where s.template in ('from an application', 'without a key') order by s.template`,
    )
    expect(rows).toEqual([
      { template: 'from an application', name: 'shop', events: 2, sold: 3 },
      { template: 'without a key', name: 'default', events: 2, sold: 3 },
    ])
  })

  test('a message with the same id is counted once, also when the servers have forgotten it', async () => {
    const one = await openReady()
    await publish(`belfry.errors.${PUBLIC_KEY}`, { message: 'twice' }, 'an id')
    await until(async () => (await signatures('twice')) === 1)
    await forget()
    await until(() => one.nats()?.problem !== null)
    await until(() => one.nats()?.problem === null)
    await publish(`belfry.errors.${PUBLIC_KEY}`, { message: 'twice' }, 'an id')
    await publish(`belfry.errors.${PUBLIC_KEY}`, { message: 'behind it' })
    await until(async () => (await signatures('behind it')) === 1)
    await isEmpty()
    expect(await signatures('twice')).toBe(1)
  })

  test('what is none costs no other, and is counted by its reason', async () => {
    await openReady()
    await publish(`belfry.errors.${PUBLIC_KEY}`, [{ message: 'a good one' }, { level: 'bad' }])
    await jetstream(application).publish('belfry.units.1', 'not packed')
    await jetstream(application).publish('belfry.else', '{}')
    await publish('belfry.errors.nobodys', { message: 'of nobody' })
    await until(async () => (await dropped('unauthorized')) === 1)
    await isEmpty()
    expect([await signatures('a good one'), await dropped('invalid')]).toEqual([1, 3])
    expect(await signatures('of nobody')).toBe(0)
  })

  test('while the stream is full, senders are refused; when it has room they are not', async () => {
    const jsm = await makeStream({ max_bytes: 1 })
    const one = await openReady()
    const refused = await send(one.url, '/errors', { message: 'no room' }, 'full')
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })
    expect(JSON.stringify(refused.body)).toContain('maximum bytes exceeded')

    await jsm.streams.update('BELFRY', { max_bytes: 1_000_000 })
    const taken = () => send(one.url, '/errors', { message: 'no room' }, 'full')
    await until(async () => (await taken()).status === 200)
    await isEmpty()
    expect(await signatures('no room')).toBe(1)
  })

  test('while NATS is away, senders are refused and told why; then it goes on by itself', async () => {
    const late = await startNats({ isAway: true })
    try {
      const one = await world.openIntake(late.url)
      await until(() => one.nats()?.problem)
      const refused = await send(one.url, '/errors', { message: 'later' }, 'away')
      expect(refused).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } })

      await late.start()
      const taken = () => send(one.url, '/errors', { message: 'later' }, 'away')
      await until(async () => (await taken()).status === 200)
      await late.kill()
      await until(async () => (await send(one.url, '/errors', { message: 'x' })).status === 503)
      await late.start()
      await until(async () => (await taken()).status === 200)
      const connection = await connect({ servers: [late.url] })
      await isEmpty(connection).finally(() => connection.close())
      expect(await signatures('later')).toBe(1)
    } finally {
      await world.closeIntakes()
      await late.stop()
    }
  })

  test('while the database is away, senders notice nothing; then everything is counted', async () => {
    const one = await openReady()
    await send(one.url, '/errors', { message: 'before' }, 'before')
    await until(async () => (await signatures('before')) === 1)
    const { rows } = await world.pool.query<{ name: string }>('select current_database() as name')
    const name = rows[0]?.name
    await admin(`alter database ${name} allow_connections false`)
    try {
      await admin(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      )
      for (const key of ['first', 'second']) {
        const sent = await send(one.url, '/errors', { message: 'meanwhile' }, key)
        expect(sent).toMatchObject({ status: 200 })
      }
      await until(() => Number(one.nats()?.waiting) > 0)
    } finally {
      await admin(`alter database ${name} allow_connections true`)
    }
    await isEmpty()
    expect(await signatures('meanwhile')).toBe(2)
  })

  test.each(['taken', 'counted'])(
    'a writer that is killed when a message was %s: another one counts it, once',
    async moment => {
      const message = `${moment} when it was killed`
      await makeStream()
      await publish(`belfry.errors.${PUBLIC_KEY}`, { message })
      child = fork(join(import.meta.dirname, 'nats-intake.ts'), [moment], {
        env: { ...process.env, NATS_URL: server.url },
        stdio: 'ignore',
      })
      const [, signal] = await once(child, 'exit')
      expect(signal).toBe('SIGKILL')
      expect(await signatures(message)).toBe(moment === 'taken' ? 0 : 1)

      await openReady()
      await isEmpty()
      expect(await signatures(message)).toBe(1)
    },
  )
})
