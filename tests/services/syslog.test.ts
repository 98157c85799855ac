import { type ChildProcess, execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { openSyslogTls } from '#lib/intake/syslog/open.ts'
import { type Collecting, collecting } from '#tests/lib/intake/syslog/collecting.ts'
import { certificate, key } from '#tests/servers.ts'
import { forwarding } from '#tests/services/servers/rsyslog.ts'
import { stop } from '#tests/services/servers/server.ts'
import { until } from '#tests/until.ts'

const run = promisify(execFile)
const LOGGER = '/usr/bin/logger'
const PYTHON = '/usr/bin/python3'

const folder = mkdtempSync(join(tmpdir(), 'belfry-syslog-'))
let plain: Collecting
let encrypted: Collecting

beforeAll(async () => {
  const cert = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  writeFileSync(cert, certificate)
  writeFileSync(keyFile, key)
  plain = await collecting()
  encrypted = await collecting({
    open: openSyslogTls,
    env: { BELFRY_INTAKE_SYSLOG_TLS: '0', BELFRY_TLS_CERT: cert, BELFRY_TLS_KEY: keyFile },
  })
})
afterAll(async () => {
  await plain.close()
  await encrypted.close()
  rmSync(folder, { recursive: true })
})

/** The one event whose text has this in it; it was written less than a minute ago. */
async function arrived({ events }: Collecting, text: string): Promise<ErrorEvent> {
  const event = await until(() => events.find(({ message }) => message.includes(text)))
  expect(Math.abs(Date.now() - event.at)).toBeLessThan(60_000)
  expect(event.details?.marks).toBeUndefined()
  return event
}

describe.skipIf(!process.env.BELFRY_TEST_RSYSLOG)('rsyslogd', () => {
  const actions: [name: string, action: string][] = [
    [
      'counted',
      'protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"',
    ],
    ['lines', 'protocol="tcp" template="RSYSLOG_SyslogProtocol23Format"'],
    ['datagrams', 'protocol="udp" template="RSYSLOG_SyslogProtocol23Format"'],
    ['iso', 'protocol="tcp" template="RSYSLOG_ForwardFormat"'],
    ['traditional', 'protocol="tcp" template="RSYSLOG_TraditionalForwardFormat"'],
    [
      'tls',
      `protocol="tcp" TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"
       StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="anon"`,
    ],
  ]
  let rsyslogd: ChildProcess

  beforeAll(async () => {
    const withPorts = actions.map(([name, action]) => {
      const { port } = name === 'tls' ? encrypted : plain
      return [name, `port="${port}" ${action}`] as const
    })
    rsyslogd = forwarding(folder, Object.fromEntries(withPorts))
    await until(() => actions.every(([name]) => existsSync(join(folder, `${name}.sock`))))
  })
  afterAll(() => stop(rsyslogd))

  test.each(actions)('%s: what a program logs comes as it was', async name => {
    const text = `by ${name}: größer "und" [mehr] \\ weiter`
    const socket = join(folder, `${name}.sock`)
    await run(LOGGER, ['-u', socket, '-p', 'daemon.err', '-t', 'payments', '--id=4711', text])
    const event = await arrived(name === 'tls' ? encrypted : plain, `by ${name}`)
    expect(event).toMatchObject({
      message: text,
      level: 3,
      host: 'sender.example.com',
      program: 'payments',
      details: { facility: 'daemon', processId: '4711', extra: { peer: '127.0.0.1' } },
    })
  })

  test('thousands at once all come, in order', async () => {
    const file = join(folder, 'many')
    const count = 5_000
    writeFileSync(file, Array.from({ length: count }, (_, i) => `number ${i} of many\n`).join(''))
    await run(LOGGER, ['-u', join(folder, 'counted.sock'), '-p', 'user.crit', '-f', file])
    const many = () => plain.events.filter(({ message }) => message.endsWith('of many'))
    await until(() => many().length === count)
    expect(many().map(({ message }) => Number(/^number (\d+)/.exec(message)?.[1]))).toEqual(
      Array.from({ length: count }, (_, i) => i),
    )
  })
})

describe.skipIf(!existsSync(LOGGER))('logger', () => {
  const log = (...args: string[]) =>
    run(LOGGER, [
      '-n',
      '127.0.0.1',
      '-P',
      String(plain.port),
      '-p',
      'local3.alert',
      '-t',
      'job',
      ...args,
    ])

  test.each([
    ['UDP', '-d'],
    ['TCP', '-T'],
    ['TCP with octet counts', '-T', '--octet-count'],
  ])('RFC 5424 over %s, with structured data', async (way, ...options) => {
    const structured = ['--sd-id', 'shop@32473', '--sd-param', 'order="7 \\"A\\""']
    await log(
      ...options,
      '--rfc5424',
      '--id=99',
      '--msgid',
      'PAY',
      ...structured,
      `5424 by ${way};`,
    )
    const event = await arrived(plain, `5424 by ${way};`)
    expect(event).toMatchObject({
      message: `5424 by ${way};`,
      level: 1,
      program: 'job',
      details: {
        facility: 'local3',
        processId: '99',
        messageId: 'PAY',
        structured: { 'shop@32473': { order: '7 "A"' }, timeQuality: { tzKnown: '1' } },
      },
    })
  })

  test.each([
    ['UDP', '-d'],
    ['TCP', '-T'],
  ])('RFC 3164 over %s', async (way, option) => {
    await log(option, '--rfc3164', `--id=99`, `3164 by ${way};`)
    expect(await arrived(plain, `3164 by ${way};`)).toMatchObject({
      message: `3164 by ${way};`,
      level: 1,
      program: 'job',
      details: { facility: 'local3', processId: '99' },
    })
  })
})

describe.skipIf(!existsSync(PYTHON))("Python's SysLogHandler", () => {
  const program = `
import logging, logging.handlers, socket, sys
way, port = sys.argv[1], int(sys.argv[2])
kind = socket.SOCK_STREAM if way == 'TCP' else socket.SOCK_DGRAM
handler = logging.handlers.SysLogHandler(('127.0.0.1', port), facility='local1', socktype=kind)
handler.ident = 'worker: '
log = logging.getLogger('shop')
log.addHandler(handler)
log.error('one by %s: größer', way)
try:
    1 / 0
except ZeroDivisionError:
    log.critical('two by %s', way, exc_info=True)
handler.close()
`

  test.each(['UDP', 'TCP'])('over %s: messages and stacks come apart and whole', async way => {
    await run(PYTHON, ['-c', program, way, String(plain.port)])
    expect(await arrived(plain, `one by ${way}`)).toMatchObject({
      message: `one by ${way}: größer`,
      level: 3,
      host: '127.0.0.1',
      program: 'worker',
      details: { facility: 'local1' },
    })
    const { message, level } = await arrived(plain, `two by ${way}`)
    expect(level).toBe(2)
    expect(message.split('\n').slice(0, 2)).toEqual([
      `two by ${way}`,
      'Traceback (most recent call last):',
    ])
    expect(message).toMatch(/\nZeroDivisionError: division by zero$/)
  })
})
