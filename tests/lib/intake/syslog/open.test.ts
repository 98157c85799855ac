import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { afterAll, expect, test } from 'vitest'
import { openSyslogTls } from '#lib/intake/syslog/open.ts'
import { type Collecting, collecting } from '#tests/lib/intake/syslog/collecting.ts'
import { certificate, key } from '#tests/servers.ts'
import { until } from '#tests/until.ts'

const folder = mkdtempSync(join(tmpdir(), 'belfry-tls-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
const tlsEnv = {
  BELFRY_INTAKE_SYSLOG_TLS: '0',
  BELFRY_TLS_CERT: file('cert.pem', certificate),
  BELFRY_TLS_KEY: file('key.pem', key),
}

async function send({ port }: Collecting, text: string | Buffer) {
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  socket.end(text)
  await once(socket, 'close')
}

const texts = ({ events }: Collecting) => events.map(({ message }) => message)

test('TCP and UDP are heard on one port', async () => {
  const syslog = await collecting()
  expect(syslog.listener.line).toBe(`syslog on 127.0.0.1:${syslog.port} (TCP and UDP)`)
  await send(syslog, '<11>web: over TCP\n')
  const socket = createSocket('udp4')
  socket.send('<11>web: over UDP\n', syslog.port, '127.0.0.1')
  await until(() => syslog.events.length === 2)
  expect(texts(syslog)).toEqual(['over TCP', 'over UDP'])
  expect(syslog.events[0]?.details?.extra).toEqual({ peer: '127.0.0.1' })
  socket.close()
  await syslog.close()
})

test('a bad frame ends its connection and is counted; what came before it and others are kept', async () => {
  const syslog = await collecting()
  const other = connect(syslog.port, '127.0.0.1')
  await send(syslog, '<11>web: before\n007 <11>web: after\n<11>web: far after\n')
  await until(() => syslog.drops.length > 0)
  other.end('<11>web: other\n')
  await until(() => syslog.events.length === 2)
  expect(texts(syslog)).toEqual(['before', 'other'])
  expect(syslog.drops).toEqual([{ reason: 'invalid', count: 1, project: 'default' }])
  await syslog.close()
})

test('what a sender that vanishes had begun is kept', async () => {
  const syslog = await collecting()
  const socket = connect(syslog.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('<11>web: whole\n<11>web: begun')
  await until(() => syslog.events.length === 1)
  socket.resetAndDestroy()
  await until(() => syslog.events.length === 2)
  expect(texts(syslog)).toEqual(['whole', 'begun'])
  await syslog.close()
})

test('random bytes over TCP and UDP end nothing but their own connection', async () => {
  const syslog = await collecting()
  const socket = createSocket('udp4')
  for (let round = 0; round < 20; round++) {
    const bytes = Buffer.from(
      Array.from({ length: 3_000 }, (_, i) => (i * i * 31 + round * 7) % 256),
    )
    await send(syslog, bytes)
    socket.send(bytes, syslog.port, '127.0.0.1')
  }
  socket.send('', syslog.port, '127.0.0.1')
  await send(syslog, '<11>web: still here\n')
  await until(() => texts(syslog).includes('still here'))
  socket.close()
  await syslog.close()
})

test('a project that claims a network has what comes from there', async () => {
  const syslog = await collecting({ claims: { networks: ['127.0.0.0/8'] } })
  await send(syslog, '<11>web: mine\n')
  await until(() => syslog.events.length === 1)
  expect(syslog.events[0]?.project).toBe('claiming')
  await syslog.close()
})

test('over TLS, messages are of the project that claims that listener', async () => {
  const syslog = await collecting({
    open: openSyslogTls,
    env: tlsEnv,
    claims: { listeners: ['syslog-tls'] },
  })
  expect(syslog.listener.line).toBe(`syslog over TLS on 127.0.0.1:${syslog.port}`)
  const socket = connectTls({ port: syslog.port, host: '127.0.0.1', ca: certificate })
  await once(socket, 'secureConnect')
  socket.end('18 <11>web: encrypted')
  await until(() => syslog.events.length === 1)
  expect(syslog.events[0]).toMatchObject({ message: 'encrypted', project: 'claiming' })

  await send(syslog, '<11>web: plain\n')
  await until(() => syslog.drops.length === 1)
  expect(syslog.events).toHaveLength(1)
  await syslog.close()
})

test.each([
  ['no certificate', { BELFRY_TLS_CERT: '' }, /^BELFRY_INTAKE_SYSLOG_TLS needs BELFRY_TLS_CERT/],
  ['no key', { BELFRY_TLS_KEY: '' }, /^BELFRY_INTAKE_SYSLOG_TLS needs BELFRY_TLS_KEY/],
  [
    'a file that is not there',
    { BELFRY_TLS_CERT: join(folder, 'none.pem') },
    /^BELFRY_TLS_CERT: .*none\.pem cannot be read: ENOENT/,
  ],
  [
    'a file that is no key',
    { BELFRY_TLS_KEY: tlsEnv.BELFRY_TLS_CERT },
    /are no certificate with its key, in PEM/,
  ],
])('TLS with %s is told in one sentence', async (_, change, message) => {
  const opening = collecting({ open: openSyslogTls, env: { ...tlsEnv, ...change } })
  await expect(opening).rejects.toMatchObject({
    name: 'UserError',
    message: expect.stringMatching(message),
  })
})

test('a taken port is told in one sentence', async () => {
  const syslog = await collecting()
  const env = { BELFRY_INTAKE_SYSLOG: String(syslog.port) }
  await expect(collecting({ env })).rejects.toThrow(
    `Cannot listen for syslog over TCP on 127.0.0.1:${syslog.port}: the port is taken.`,
  )
  await syslog.close()
})
