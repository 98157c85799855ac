import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { guardedFetch, type Policy } from '#lib/http.ts'
import { alertPlugin, alertPlugins, sourcePlugin, sourcePlugins } from '#lib/registry.ts'
import { transition } from '#tests/alerts/fakes.ts'
import { callOn, fakeContext } from '#tests/sources/fakes.ts'

/** Every way to write an address that nobody may name, as the host of an address. */
const closed = [
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '[::ffff:169.254.169.254]',
  '[::ffff:a9fe:a9fe]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::a9fe:a9fe]',
  '[2002:a9fe:a9fe::1]',
  '[::a9fe:a9fe]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '100.100.100.200',
  '224.0.0.1',
  '[ff02::1]',
  '0.0.0.0',
  '[::]',
]
/** What a script may not choose besides. */
const inside = [
  '127.0.0.1',
  'localhost',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '100.64.0.1',
  '[fc00::1]',
  '[fec0::1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::1]',
  '[2001:0:7f00:1::1]',
]

/** Settings of every alert that lead to an address; those of none other are asked. */
const alertSettings: Record<string, (host: string) => object> = {
  slack: host => ({ webhookUrl: `http://${host}/services/a` }),
  teams: host => ({ webhookUrl: `http://${host}/a` }),
  webhook: host => ({ url: `http://${host}/a` }),
  pagerduty: host => ({ routingKey: 'a', url: `http://${host}/a` }),
  telegram: host => ({ botToken: '1:a', chatId: '1', apiUrl: `http://${host}` }),
  campfire: host => ({ botUrl: `http://${host}/rooms/1/1-a/messages` }),
  sns: host => ({
    topicArn: 'arn:aws:sns:us-east-1:123456789012:a',
    ...{ accessKeyId: 'a', secretAccessKey: 'b', endpoint: `http://${host}/` },
  }),
  heartbeat: host => ({ url: `http://${host}/a` }),
  email: host => ({ url: `smtp://${host}`, from: 'a@example.com', to: 'b@example.com' }),
}

type Asking = (host: string) => { settings: object; method: string; args: unknown[] }

const query = { method: 'value', args: ['select 1'] }
/** One call of every kind of source that leads to an address. */
const sourceCalls: [name: string, plugin: string, asking: Asking][] = [
  [
    'graphite',
    'graphite',
    host => ({ settings: { url: `http://${host}` }, method: 'getSum', args: ['a'] }),
  ],
  [
    'prometheus',
    'prometheus',
    host => ({ settings: { url: `http://${host}` }, method: 'value', args: ['a'] }),
  ],
  ['http', 'http', host => ({ settings: {}, method: 'get', args: [`http://${host}/`] })],
  ['PostgreSQL', 'sql', host => ({ settings: { url: `postgres://a:b@${host}/c` }, ...query })],
  [
    'PostgreSQL with its host as a parameter',
    'sql',
    host => ({
      settings: { url: `postgres://a:b@example.com/c?host=${host.replace(/[[\]]/g, '')}` },
      ...query,
    }),
  ],
  ['MySQL', 'sql', host => ({ settings: { url: `mysql://a:b@${host}/c` }, ...query })],
  ['SQL Server', 'sql', host => ({ settings: { url: `mssql://a:b@${host}/c` }, ...query })],
]

test('every alert that is there is tried here', () => {
  expect(Object.keys(alertSettings).sort()).toEqual(
    alertPlugins()
      .map(({ id }) => id)
      .sort(),
  )
})

test('every source that goes out is tried here', () => {
  const own = ['belfry', 'errors', 'metrics', 'events', 'streams']
  const going = sourcePlugins()
    .map(({ id }) => id)
    .filter(id => !own.includes(id))
  expect([...new Set(sourceCalls.map(([, id]) => id))].sort()).toEqual(going.sort())
})

const refused = { name: 'RemoteError', permanent: true, status: 'refused' }
const admin: Policy = { trust: 'admin' }

describe.each(Object.entries(alertSettings))('an alert of the kind %s', (id, settings) => {
  test.each(closed)('does not go to %s', async host => {
    const plugin = alertPlugin(id)
    const config = plugin?.config.parse(settings(host)) ?? {}
    const context = { fetch: guardedFetch(admin), signal: new AbortController().signal }
    await expect(plugin?.send(config, transition({ to: 'OK' }), context)).rejects.toMatchObject(
      refused,
    )
  })
})

describe.each(sourceCalls)('a source: %s', (_, id, asking) => {
  const ask = async (host: string) => {
    const plugin = sourcePlugin(id)
    if (!plugin) throw new Error(`there is no source ${id}`)
    const { settings, method, args } = asking(host)
    const policy = plugin.policy?.(plugin.config.parse(settings)) ?? admin
    const context = fakeContext({ fetch: guardedFetch(policy) })
    return callOn(plugin, settings, method, args, context)
  }

  test.each(closed)('does not go to %s', async host => {
    await expect(ask(host)).rejects.toMatchObject(refused)
  })

  if (id === 'http')
    test.each(inside)('does not go to %s, which a script chose', async host => {
      await expect(ask(host)).rejects.toMatchObject(refused)
    })
})

test.each([
  ['graphite', sourcePlugin, { url: 'http://me:hunter22@example.com/' }],
  ['prometheus', sourcePlugin, { url: 'http://me:hunter22@example.com/' }],
  ['webhook', alertPlugin, { url: 'http://me:hunter22@example.com/' }],
  ['pagerduty', alertPlugin, { routingKey: 'a', url: 'http://me:hunter22@example.com/' }],
  ['telegram', alertPlugin, { botToken: '1:a', chatId: '1', apiUrl: 'http://x:y@example.com' }],
  [
    'sns',
    alertPlugin,
    { topicArn: 'arn:aws:sns:us-east-1:123456789012:a', endpoint: 'http://:y@example.com' },
  ],
] as const)(
  '%s: no password is stored where it can be read, in an address',
  (id, find, settings) => {
    const { error } = find(id)?.config.safeParse(settings) ?? {}
    expect(error?.issues.map(({ message }) => message)).toEqual([
      expect.stringContaining('must not hold a user name or password'),
    ])
  },
)

describe('a database that is where an admin says', () => {
  let server: Server
  let connections = 0
  beforeAll(
    () =>
      new Promise<void>(resolve => {
        server = createServer(socket => {
          connections++
          socket.destroy()
        }).listen(0, '127.0.0.1', resolve)
      }),
  )
  afterAll(() => new Promise(resolve => server.close(resolve)))

  test.each(['postgres', 'mysql', 'mssql'])('is connected to: %s', async scheme => {
    connections = 0
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const settings = { url: `${scheme}://a:b@localhost:${port}/c` }
    const plugin = sourcePlugin('sql')
    if (!plugin) throw new Error('there is no source sql')
    await expect(callOn(plugin, settings, 'value', ['select 1'], fakeContext())).rejects.toThrow()
    expect(connections).toBeGreaterThan(0)
  })
})
