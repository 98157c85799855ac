import { Writable } from 'node:stream'
import pino from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import winston from 'winston'
import { recordConsole } from '#client/console.ts'
import { clearContexts, configure, context, type Event } from '#client/index.ts'
import { pinoEvents } from '#client/pino.ts'
import { winstonEvents } from '#client/winston.ts'
import { until } from '#tests/until.ts'

let events: Event[]
let complaints: string[]
beforeEach(() => {
  events = []
  complaints = []
  configure(event => events.push(event), { complain: text => complaints.push(text) })
  clearContexts()
})
afterEach(() => configure(null))

const bodies = () => events.map(({ type, body }) => [type, body])

test('a line of pino is an event of the work in which it was written, as pino wrote it', () => {
  const log = pino(
    { name: 'app', level: 'debug', base: { shop: 'zrh' }, redact: ['user.password'] },
    pino.multistream([{ stream: pinoEvents(), level: 'debug' }]),
  )
  context('request', () => log.info({ user: { name: 'ann', password: 'secret' } }, 'signed in'))
  log.child({ part: 'cart' }).error(new Error('no luck'), 'cannot pay')
  log.debug(new Error('alone'))
  expect(bodies()).toEqual([
    [
      'request.log',
      {
        ...{ name: 'app', level: 'info', msg: 'signed in', shop: 'zrh' },
        user: { name: 'ann', password: '[Redacted]' },
      },
    ],
    ['request', {}],
    [
      'log',
      {
        ...{ name: 'app', level: 'error', msg: 'cannot pay', shop: 'zrh', part: 'cart' },
        exception: expect.stringMatching(/^Error: no luck\n\s+at /),
      },
    ],
    [
      'log',
      {
        ...{ name: 'app', level: 'debug', msg: 'alone', shop: 'zrh' },
        exception: expect.stringMatching(/^Error: alone\n/),
      },
    ],
  ])
})

test('pino’s lines that are no JSON are passed over', () => {
  pinoEvents().write('plain\n')
  pinoEvents().write('null\n')
  expect([events, complaints]).toEqual([[], []])
})

test('a line with hostile keys is an event like any other', () => {
  pinoEvents().write('{"level":30,"msg":"a","__proto__":{"level":"x"},"constructor":1,"a.b":2}')
  expect(bodies()).toEqual([['log', { level: 'info', msg: 'a', constructor: 1, 'a.b': 2 }]])
  expect(Object.getPrototypeOf(events[0]?.body)).toBe(Object.prototype)
})

test('a line of winston is an event of the work in which it was written', () => {
  const { combine, errors, label, colorize, timestamp } = winston.format
  const log = winston.createLogger({
    level: 'info',
    format: combine(label({ label: 'app' }), errors({ stack: true }), colorize(), timestamp()),
    transports: [winstonEvents()],
  })
  context('job', () => log.child({ part: 'mail' }).info('sent', { count: 3 }))
  log.debug('not wanted')
  log.error(new Error('no luck'))
  log.warn('cannot send', new Error('away'))
  expect(bodies()).toEqual([
    ['job.log', { name: 'app', level: 'info', msg: 'sent', part: 'mail', count: 3 }],
    ['job', {}],
    [
      'log',
      {
        ...{ name: 'app', level: 'error', msg: 'no luck' },
        exception: expect.stringMatching(/^Error: no luck\n\s+at /),
      },
    ],
    [
      'log',
      expect.objectContaining({
        level: 'warn',
        msg: expect.stringMatching('cannot send'),
        exception: expect.stringMatching(/^Error: away\n\s+at /),
      }),
    ],
  ])
})

test('lines that winston keeps back, since another transport is slow, stay with their work', async () => {
  const waiting: (() => void)[] = []
  const slow = new Writable({
    ...{ objectMode: true, highWaterMark: 1 },
    write: (_info, _encoding, taken) => void waiting.push(taken),
  })
  const log = winston.createLogger({
    transports: [Object.assign(slow, { log() {} }), winstonEvents()],
  })
  const count = 60
  for (let i = 0; i < count; i++) context(`job${i}`, () => log.info(`line ${i}`))
  await context('other', () =>
    until(() => {
      for (const taken of waiting.splice(0)) taken()
      return events.filter(({ type }) => type.endsWith('.log')).length === count
    }),
  )
  const lines = events.filter(({ type }) => type.endsWith('.log'))
  expect(lines.map(({ type, body }) => [type, body?.msg])).toEqual(
    Array.from({ length: count }, (_, i) => [`job${i}.log`, `line ${i}`]),
  )
})

test('a line of the console is an event, and stands in the console still', () => {
  const printed: unknown[][] = []
  const spies = (['info', 'error', 'warn', 'log', 'debug'] as const).map(method =>
    vi.spyOn(console, method).mockImplementation((...args) => void printed.push(args)),
  )
  const stop = recordConsole()
  try {
    context('request', () => console.info('%s of %d', 'one', 3, { a: 1 }))
    console.error('cannot pay:', new Error('no luck'))
    console.warn('belfry: cannot send')
  } finally {
    stop()
  }
  console.log('after')
  for (const spy of spies) spy.mockRestore()
  expect(bodies()).toEqual([
    ['request.log', { level: 'info', msg: 'one of 3 { a: 1 }' }],
    ['request', {}],
    [
      'log',
      {
        ...{ level: 'error', msg: 'cannot pay: Error: no luck' },
        exception: expect.stringMatching(/^Error: no luck\n\s+at /),
      },
    ],
  ])
  expect(printed.map(([first]) => first)).toEqual([
    ...['%s of %d', 'cannot pay:', 'belfry: cannot send', 'after'],
  ])
})

test('a receiver of events that logs does not turn in circles', () => {
  const log = pino({}, pino.multistream([{ stream: pinoEvents() }]))
  configure(event => {
    events.push(event)
    log.info('an event came')
  })
  log.info('hello')
  expect(events.map(({ body }) => body?.msg)).toEqual(['hello'])
})

test('a logger of the client’s own is passed over', () => {
  const log = pino({ name: 'belfry' }, pino.multistream([{ stream: pinoEvents() }]))
  log.error('cannot send')
  expect(events).toEqual([])
})
