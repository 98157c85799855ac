import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CUT } from '#lib/intake/syslog/framing.ts'
import { BAD_HEADER, NO_PRIORITY, OTHER_VERSION } from '#lib/intake/syslog/message.ts'
import { BAD_STRUCTURED, BAD_TIME } from '#lib/intake/syslog/rfc5424.ts'
import { TOO_MUCH } from '#lib/intake/syslog/structured.ts'
import { HAD_NUL, NOT_UTF8 } from '#lib/intake/syslog/text.ts'
import { now, read } from '#tests/lib/intake/syslog/read.ts'

describe('RFC 5424', () => {
  test('its first example', () => {
    expect(
      read(
        "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick on /dev/pts/8",
      ),
    ).toEqual({
      at: Date.UTC(2003, 9, 11, 22, 14, 15, 3),
      message: "'su root' failed for lonvick on /dev/pts/8",
      level: 2,
      host: 'mymachine.example.com',
      program: 'su',
      facility: 'auth',
      messageId: 'ID47',
      extra: { peer: '192.0.2.7' },
    })
  })

  test('its second example: another zone, a process id', () => {
    expect(
      read(
        "<165>1 2003-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.",
      ),
    ).toMatchObject({
      at: Date.UTC(2003, 7, 24, 12, 14, 15),
      message: "%% It's time to make the do-nuts.",
      level: 5,
      host: '192.0.2.1',
      program: 'myproc',
      processId: '8710',
      facility: 'local4',
    })
  })

  test('its third example: structured data', () => {
    expect(
      read(
        '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"] \uFEFFAn application event log entry...',
      ),
    ).toMatchObject({
      message: 'An application event log entry...',
      structured: {
        'exampleSDID@32473': { iut: '3', eventSource: 'Application', eventID: '1011' },
      },
    })
  })

  test('its fourth example has no text: the message id stands for it', () => {
    expect(
      read(
        '<165>1 2003-10-11T22:14:15.003Z mymachine.example.com evntslog - ID47 [exampleSDID@32473 iut="3"][examplePriority@32473 class="high"]',
      ),
    ).toMatchObject({
      message: 'ID47',
      structured: { 'exampleSDID@32473': { iut: '3' }, 'examplePriority@32473': { class: 'high' } },
    })
  })

  test('nothing stated but the priority: host and time are those of the arrival', () => {
    expect(read('<0>1 - - - - - - out of paper')).toEqual({
      at: now,
      message: 'out of paper',
      level: 0,
      host: '192.0.2.7',
      program: '',
      facility: 'kern',
      extra: { peer: '192.0.2.7' },
    })
  })

  test.each([
    ['an escaped quote', String.raw`[a b="say \"no\""]`, { a: { b: 'say "no"' } }],
    ['an escaped bracket and backslash', String.raw`[a b="[x\]\\"]`, { a: { b: '[x]\\' } }],
    ['a backslash before another letter', String.raw`[a b="C:\new"]`, { a: { b: 'C:\\new' } }],
    ['an element without parameters', '[a][b c="d"]', { a: {}, b: { c: 'd' } }],
    ['a parameter that comes twice', '[o ip="1" ip="2"]', { o: { ip: '1, 2' } }],
    ['an element that comes twice', '[o a="1"][o b="2"]', { o: { a: '1', b: '2' } }],
    ['spaces, brackets and line feeds in a value', '[a b="x [y\n z"]', { a: { b: 'x [y\n z' } }],
    ['letters of the world', '[a b="größer 時間"]', { a: { b: 'größer 時間' } }],
  ])('structured data: %s', (_, text, structured) => {
    expect(read(`<11>1 - - - - - ${text} gone`)).toMatchObject({ message: 'gone', structured })
  })

  test('a name that objects have by themselves is a name like another', () => {
    const { structured } = read('<11>1 - - - - - [__proto__ __proto__="x" constructor="y"] gone')
    expect(JSON.stringify(structured)).toBe('{"__proto__":{"__proto__":"x","constructor":"y"}}')
  })

  test.each(['[a b="c"', '[a b=c]', '[a b="c" ', '[]', '[a b="c"]x', '[a b', '[', '[a b="\\'])(
    'structured data that cannot be read, %s, is kept in the text',
    text => {
      expect(read(`<11>1 - web - - - ${text}`)).toMatchObject({
        message: text,
        host: 'web',
        marks: [BAD_STRUCTURED],
      })
    },
  )

  test('of more structured data than anyone needs, the first is kept', () => {
    const params = Array.from({ length: 5_000 }, (_, i) => `p${i}="x"`).join(' ')
    const { structured, marks, message } = read(`<11>1 - - - - - [a ${params}] gone`)
    expect(Object.keys(structured?.a ?? {})).toHaveLength(200)
    expect({ marks, message }).toEqual({ marks: [TOO_MUCH], message: 'gone' })
  })

  test('a time that cannot be read is the time of arrival, with a mark', () => {
    for (const time of [
      '2026-13-01T00:00:00Z',
      '2026-02-30T00:00:00Z',
      '2026-01-01T25:00:00Z',
      'now',
    ])
      expect(read(`<11>1 ${time} web nginx - - - gone`)).toMatchObject({
        at: now,
        host: 'web',
        message: 'gone',
        marks: [BAD_TIME],
      })
  })

  test('another version is read as this one, with a mark', () => {
    expect(read('<11>2 - web nginx - - - gone')).toMatchObject({
      host: 'web',
      message: 'gone',
      marks: [OTHER_VERSION],
    })
  })

  test('what only begins like it is kept as text', () => {
    expect(read('<11>1 error occurred')).toMatchObject({
      message: '1 error occurred',
      host: '192.0.2.7',
      marks: [BAD_HEADER],
    })
  })
})

describe('RFC 3164', () => {
  const local = (...parts: [number, number, number, number, number, number]) =>
    new Date(...parts).getTime()

  test.each([
    [
      "<34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick on /dev/pts/8",
      { at: local(2026, 9, 11, 22, 14, 15), host: 'mymachine', program: 'su', level: 2 },
      "'su root' failed for lonvick on /dev/pts/8",
    ],
    [
      '<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!',
      { at: local(2026, 1, 5, 17, 32, 18), host: '10.0.0.99', program: '' },
      'Use the BFG!',
    ],
    [
      '<11>Oct  1 00:00:01 web nginx[4711]: gone',
      { at: local(2026, 9, 1, 0, 0, 1), host: 'web', program: 'nginx', processId: '4711' },
      'gone',
    ],
    [
      '<11>Oct 1 00:00:01 web postfix/smtp[9]: gone',
      { at: local(2026, 9, 1, 0, 0, 1), program: 'postfix/smtp', processId: '9' },
      'gone',
    ],
    [
      '<11>Oct 11 2024 22:14:15 web app: gone',
      { at: local(2024, 9, 11, 22, 14, 15), host: 'web', program: 'app' },
      'gone',
    ],
    [
      '<11>Oct 11 22:14:15 app[7]: no host',
      { host: '192.0.2.7', program: 'app', processId: '7' },
      'no host',
    ],
    [
      '<30>2019-10-12T07:20:50.520-03:00 web systemd[1]: Started it.',
      { at: Date.UTC(2019, 9, 12, 10, 20, 50, 520), host: 'web', program: 'systemd', level: 6 },
      'Started it.',
    ],
    ['<11>app: without a time', { at: now, host: '192.0.2.7', program: 'app' }, 'without a time'],
    ['<11>plain text', { at: now, host: '192.0.2.7', program: '' }, 'plain text'],
    ['<11>a:b is text', { program: '' }, 'a:b is text'],
    ['<11>Oct 11 22:14:15 web app:    at main.c:1', { program: 'app' }, '   at main.c:1'],
    ['<11>Oct 11 22:14:15 web app:', { program: 'app' }, 'app'],
    ['<11>Oct 11 22:14:15 web', { program: '' }, 'web'],
    [
      '<11>Oct 99 22:14:15 web app: gone',
      { at: now, program: '' },
      'Oct 99 22:14:15 web app: gone',
    ],
  ])('%s', (text, expected, message) => {
    expect(read(text)).toMatchObject({ ...expected, message })
  })

  test.each([
    [
      '<187>29: router1: *Apr 12 2019 10:22:33.123 UTC: %SYS-3-CPUHOG: Task ran for 2000 ms',
      { at: Date.UTC(2019, 3, 12, 10, 22, 33, 123), host: 'router1', program: 'SYS' },
      '%SYS-3-CPUHOG: Task ran for 2000 ms',
    ],
    [
      '<187>45: Apr 12 10:22:33: %LINK-3-UPDOWN: Interface changed state to down',
      { at: local(2026, 3, 12, 10, 22, 33), host: '192.0.2.7', messageId: 'LINK-3-UPDOWN' },
      '%LINK-3-UPDOWN: Interface changed state to down',
    ],
    [
      '<187>: 2019 Apr 12 10:22:33 UTC: %ETHPORT-3-IF_DOWN: Interface is down',
      { at: Date.UTC(2019, 3, 12, 10, 22, 33), program: 'ETHPORT' },
      '%ETHPORT-3-IF_DOWN: Interface is down',
    ],
    [
      '<163>Oct 12 2019 10:22:33 fw1 : %ASA-3-710003: TCP access denied',
      { at: local(2019, 9, 12, 10, 22, 33), host: 'fw1', program: 'ASA' },
      '%ASA-3-710003: TCP access denied',
    ],
    ['<163>%ASA-3-710003: TCP access denied', { at: now }, '%ASA-3-710003: TCP access denied'],
  ])('of a router: %s', (text, expected, message) => {
    expect(read(text)).toMatchObject({ ...expected, message })
  })
})

test.each([
  'this is no syslog: at all',
  '<999>what',
  '<192>what',
  '<>what',
  '<34 what',
  '<x>what',
  '<1',
])('without a readable priority, %s is kept whole as an error', text => {
  expect(read(text)).toMatchObject({ message: text, level: 3, marks: [NO_PRIORITY] })
})

test.each(['<11>', '<11>1 - - - - - -', '<11>1 - - - - - - '])(
  '%s has no text, which is said',
  text => {
    expect(read(text).message).toBe('(no text)')
  },
)

test('a line of a log file without a priority has its time, host and program', () => {
  expect(read('2026-11-22T01:00:00Z web sshd[3]: no more')).toMatchObject({
    at: Date.UTC(2026, 10, 22, 1),
    host: 'web',
    program: 'sshd',
    message: 'no more',
    marks: [NO_PRIORITY],
  })
})

test('bytes that are no UTF-8 are read as Latin-1, with a mark', () => {
  expect(read(Buffer.from('<11>Oct 11 22:14:15 web app: gr\xfcn', 'latin1'))).toMatchObject({
    message: 'grün',
    marks: [NOT_UTF8],
  })
})

test('NUL cannot be stored and is shown', () => {
  expect(read('<11>a\0b')).toMatchObject({ message: 'a␀b', marks: [HAD_NUL] })
})

test('a cut inside of a character leaves out its half', () => {
  const whole = Buffer.from('<11>gr日')
  for (const cut of [1, 2])
    expect(read(whole.subarray(0, -cut), CUT)).toMatchObject({ message: 'gr', marks: [CUT] })
  expect(read(whole, CUT)).toMatchObject({ message: 'gr日', marks: [CUT] })
})

test.each([
  ['structured data', '<11>1 - - - - - [app trace_id="0AF7651916CD43DD8448EB211C80319C"] gone'],
  ['in other words', '<11>1 - - - - - [a traceId="0af76519-16cd-43dd-8448-eb211c80319c"] gone'],
  [
    'a trace context',
    '<11>1 - - - - - [a traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"] gone',
  ],
  ['the text', '<11>app: gone trace_id=0af7651916cd43dd8448eb211c80319c span=1'],
])('a trace id is taken from %s', (_, text) => {
  expect(read(text).traceId).toBe('0af7651916cd43dd8448eb211c80319c')
})

test('what is no trace id is none', () => {
  expect(read('<11>1 - - - - - [a trace_id="1"] trace_id=none').traceId).toBeUndefined()
})

test('any bytes become an event that can be stored', () => {
  const fragment = fc.constantFrom(
    '<11>',
    '1 ',
    '2026-01-01T00:00:00Z ',
    'Oct 11 22:14:15 ',
    '- ',
    'web ',
    'app[1]: ',
    '[a b="c"]',
    '[a b="\\',
    '29: ',
    '*',
    '%A-1-B: ',
    ': ',
    '\uFEFF',
    'é',
    '\0',
    '2026 ',
    ' UTC:',
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 100 }).map(each => Buffer.from(each)),
    fc.array(fragment, { maxLength: 12 }).map(parts => Buffer.from(parts.join(''))),
  )
  fc.assert(
    fc.property(bytes, message => {
      const event = read(message)
      expect(Number.isSafeInteger(event.at)).toBe(true)
      expect(event.level).toBeGreaterThanOrEqual(0)
      expect(event.level).toBeLessThanOrEqual(7)
      const text = JSON.stringify(event)
      expect(text.isWellFormed() && !text.includes('\\u0000')).toBe(true)
    }),
    { numRuns: 3_000 },
  )
})
