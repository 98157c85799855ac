import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMail } from '#lib/intake/mail/message.ts'

const read = (text: string) => readMail(Buffer.from(text.replaceAll('\n', '\r\n')))
const headers = `Received: from mx.example.com (mx [192.0.2.7])
 by imap.example.com; Sun, 22 Nov 2026 01:00:02 +0000
Received: from web-1.example.com (web-1 [192.0.2.1])
 by mx.example.com; Sun, 22 Nov 2026 01:00:01 +0000
Message-ID: <m-1@web-1.example.com>
Date: Sun, 22 Nov 2026 02:00:00 +0100
Subject: Cron <root@web-1>
From: Cron Daemon <root@web-1.example.com>
`

test('its body is the message, and where it was handed in the host', async () => {
  expect(await read(`${headers}\n/bin/backup: disk full\n`)).toEqual({
    message: '/bin/backup: disk full',
    at: '2026-11-22T01:00:00.000Z',
    host: 'web-1.example.com',
    program: 'mail',
    uid: '<m-1@web-1.example.com>',
    extra: { subject: 'Cron <root@web-1>', from: 'root@web-1.example.com' },
  })
})

test('what is missing is said to be', async () => {
  const mail = await read('X-None: 1\n\n')
  expect(mail).toEqual({
    message: '????',
    host: '????',
    program: 'mail',
    uid: expect.stringMatching(/^[0-9a-f]{64}$/),
    extra: { subject: '????', from: '????' },
  })
  expect(await read('X-None: 1\n\n')).toEqual(mail)
})

test.each([
  [9_999, true],
  [10_000, false],
])('a body of %i characters is imported: %s', async (length, expected) => {
  const mail = await read(`Content-Type: text/plain\n\n${'x'.repeat(length)}`)
  expect('message' in mail).toBe(expected)
})

test.each([
  ['quoted-printable', 'caf=C3=A9 =\nau lait', 'café au lait'],
  ['base64', Buffer.from('disk full').toString('base64'), 'disk full'],
])('a body in %s is read', async (encoding, body, message) => {
  const type = 'Content-Type: text/plain; charset=utf-8'
  expect(await read(`${type}\nContent-Transfer-Encoding: ${encoding}\n\n${body}`)).toMatchObject({
    message,
  })
})

test('of several parts it is the text, and of HTML what can be read', async () => {
  const parts = `Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

the text
--b
Content-Type: text/html

<p>the <b>page</b></p>
--b--
`
  expect(await read(parts)).toMatchObject({ message: 'the text' })
  const html = 'Content-Type: text/html\n\n<p>one &lt;1&gt;</p><p>two<br>three</p>'
  expect(await read(html)).toMatchObject({ message: 'one <1>\ntwo\nthree' })
})

test('parts without end are not imported', async () => {
  const nested = Array.from({ length: 300 }, (_, i) => {
    const type = `Content-Type: multipart/mixed; boundary=b${i}`
    return `${type}\n\n--b${i}\n`
  }).join('')
  expect(await read(nested)).toEqual({ reason: 'it cannot be read' })
})

test('whatever comes, it is read or not imported', async () => {
  const piece = fc.constantFrom('\r\n', '\r\n\r\n', 'Content-Type: ', 'multipart/mixed; boundary=b')
  const more = fc.constantFrom('--b', '--b--', 'Date: ', 'Received: from ', '=?utf-8?b?', 'base64')
  const source = fc
    .array(fc.oneof(piece, more, fc.string({ unit: 'binary' })))
    .map(pieces => Buffer.from(pieces.join('')))
  await fc.assert(
    fc.asyncProperty(fc.oneof(source, fc.uint8Array().map(Buffer.from)), async bytes => {
      const mail = await readMail(bytes as Buffer)
      expect('message' in mail ? mail.message : mail.reason).not.toBe('')
    }),
  )
})
