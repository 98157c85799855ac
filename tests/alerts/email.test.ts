import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { email } from '#alerts/email.ts'
import { plainText } from '#alerts/text.ts'
import type { Transition } from '#lib/plugin.ts'
import { fakeContext, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup()
})

interface Mail {
  to: string[]
  raw: string
  parsed: Email
  secure: boolean
  user: unknown
}

/** A real SMTP server that keeps what it takes. */
async function startServer(options: SMTPServerOptions = {}) {
  const mails: Mail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      password === 'p@ss/word' ? done(null, { user: username }) : done(smtpError(535, 'wrong')),
    async onData(stream, session, done) {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      const raw = Buffer.concat(chunks).toString()
      mails.push({
        raw,
        to: session.envelope.rcptTo.map(({ address }) => address),
        parsed: await PostalMime.parse(raw),
        secure: session.secure,
        user: session.user,
      })
      done()
    },
    ...options,
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  cleanups.push(() => new Promise<void>(resolve => server.close(resolve)))
  return { mails, port: (server.server.address() as AddressInfo).port }
}

const smtpError = (responseCode: number, text: string) =>
  Object.assign(new Error(text), { responseCode })

const send = (
  url: string,
  changes: Partial<Transition> = {},
  rest: object = {},
  context = fakeContext(),
) =>
  email.send(
    email.config.parse({
      url,
      from: 'Belfry <belfry@example.com>',
      to: 'oncall@example.com',
      ...rest,
    }),
    transition(changes),
    context,
  )

test('a change arrives as text and HTML, to everyone named', async () => {
  const { mails, port } = await startServer()
  const to = 'On Call <oncall@example.com>, "Doe, Jane" <jane@example.com>'
  const told = { runbookUrl: 'https://example.com/r', history: 'Last 2 runs: 1, 67.' }
  expect(await send(`smtp://127.0.0.1:${port}`, told, { to })).toEqual({ status: '250' })

  const { parsed, to: recipients } = only(mails)
  expect(recipients).toEqual(['oncall@example.com', 'jane@example.com'])
  expect(parsed.subject).toBe('ALARM: Mail Queue Length')
  expect(parsed.from).toMatchObject({ name: 'Belfry', address: 'belfry@example.com' })
  expect(parsed.text?.trim()).toBe(plainText(transition(told)))
  expect(parsed.html).toContain('<a href="https://belfry.example.com/monitors/7">')
  expect(parsed.html).toContain('<a href="https://example.com/r">')
})

test('recipients may be a list, as a file gives them', async () => {
  const { mails, port } = await startServer()
  await send(`smtp://127.0.0.1:${port}`, {}, { to: ['a@example.com', 'b@example.com'] })
  expect(only(mails).to).toEqual(['a@example.com', 'b@example.com'])
})

test('the Message-ID is the delivery, and the messages of one monitor are one thread', async () => {
  const { mails, port } = await startServer()
  const url = `smtp://127.0.0.1:${port}`
  await send(url)
  await send(url, { deliveryId: 'b1946ac9-2492-4d23-8c2f-1a2b3c4d5e6f', to: 'OK' })
  await send(url, { monitorId: 8 })

  const [first, second, other] = mails.map(({ parsed }) => parsed)
  expect(first?.messageId).toBe(`<${transition().deliveryId}@belfry.example.com>`)
  expect(second?.messageId).toBe('<b1946ac9-2492-4d23-8c2f-1a2b3c4d5e6f@belfry.example.com>')
  expect(first?.references).toBe('<monitor-7@belfry.example.com>')
  expect(second?.references).toBe(first?.references)
  expect(other?.references).not.toBe(first?.references)
})

test('line breaks in a name start no header', async () => {
  const { mails, port } = await startServer()
  await send(`smtp://127.0.0.1:${port}`, { monitor: 'x\r\nBcc: victim@example.com\r\n\r\nbody' })
  const { parsed, to } = only(mails)
  expect(to).toEqual(['oncall@example.com'])
  expect(parsed.bcc).toBeUndefined()
  expect(parsed.subject).toBe('ALARM: x Bcc: victim@example.com body')
})

test('markup in a text is text in the HTML part', async () => {
  const { mails, port } = await startServer()
  const evil = `<script>alert(1)</script><img src="x" onerror='y'>&amp;`
  await send(`smtp://127.0.0.1:${port}`, {
    message: evil,
    monitor: evil,
    value: evil,
    history: evil,
  })
  const { html } = only(mails).parsed
  expect(html).not.toMatch(/<script|<img/)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=&quot;x&quot;')
})

test('a message of a megabyte on one line is cut, and no line is longer than 998 octets', async () => {
  const { mails, port } = await startServer()
  await send(`smtp://127.0.0.1:${port}`, { message: megabyte, monitor: 'ü'.repeat(100) })
  const { raw, parsed } = only(mails)
  expect(Math.max(...raw.split('\r\n').map(line => Buffer.byteLength(line)))).toBeLessThanOrEqual(
    998,
  )
  expect(parsed.text).toContain('… (cut, 1048576 characters)')
})

test('user and password come from the address, decoded', async () => {
  const { mails, port } = await startServer({ allowInsecureAuth: true })
  await send(`smtp://me%40example.com:p%40ss%2Fword@127.0.0.1:${port}`)
  expect(only(mails).user).toBe('me@example.com')
})

test('smtps speaks TLS from the start, and checks the certificate unless told otherwise', async () => {
  const { mails, port } = await startServer({ secure: true })
  await expect(send(`smtps://localhost:${port}`)).rejects.toMatchObject({ permanent: false })
  await send(`smtps://localhost:${port}?verifyTls=false`)
  expect(only(mails).secure).toBe(true)
})

test('with requireTLS a server that offers none is given nothing', async () => {
  const { mails, port } = await startServer()
  await expect(send(`smtp://127.0.0.1:${port}?requireTLS=true`)).rejects.toMatchObject({
    name: 'RemoteError',
  })
  expect(mails).toEqual([])
})

test('STARTTLS is taken where it is offered', async () => {
  const { mails, port } = await startServer({ disabledCommands: [] })
  await send(`smtp://localhost:${port}?verifyTls=false`)
  expect(only(mails).secure).toBe(true)
})

test.each([
  ['the sender', { onMailFrom: refuseWith(550) }, '550', true],
  ['the sender, for now', { onMailFrom: refuseWith(451) }, '451', false],
  ['the only recipient', { onRcptTo: refuseWith(550) }, '550', true],
  ['the only recipient, for now', { onRcptTo: refuseWith(450) }, '450', false],
  ['the text', { onData: refuseData(552) }, '552', true],
  ['the text, for now', { onData: refuseData(452) }, '452', false],
])('a server that refuses %s', async (_, options, status, permanent) => {
  const { port } = await startServer(options)
  await expect(send(`smtp://127.0.0.1:${port}`)).rejects.toMatchObject({
    name: 'RemoteError',
    status,
    permanent,
  })
})

function refuseWith(code: number) {
  return (_address: unknown, _session: unknown, done: (error?: Error) => void) =>
    done(smtpError(code, 'not this one'))
}

function refuseData(code: number): SMTPServerOptions['onData'] {
  return (stream, _session, done) => {
    stream.resume()
    stream.on('end', () => done(smtpError(code, 'not this one')))
  }
}

test('a wrong password is a permanent refusal', async () => {
  const { port } = await startServer({ allowInsecureAuth: true })
  await expect(send(`smtp://me:wrong@127.0.0.1:${port}`)).rejects.toMatchObject({
    status: '535',
    permanent: true,
  })
})

const refuseBob =
  (code: number): SMTPServerOptions['onRcptTo'] =>
  ({ address }, _, done) =>
    address.startsWith('bob') ? done(smtpError(code, 'not bob')) : done()
const both = { to: 'ann@example.com, bob@example.com' }

test('one recipient refused for good keeps the mail from no other, and is named', async () => {
  const { mails, port } = await startServer({ onRcptTo: refuseBob(550) })
  expect(await send(`smtp://127.0.0.1:${port}`, {}, both)).toEqual({
    status: '250, refused: bob@example.com',
  })
  expect(only(mails).to).toEqual(['ann@example.com'])
})

test('one recipient refused for now asks for another try', async () => {
  const { port } = await startServer({ onRcptTo: refuseBob(450) })
  await expect(send(`smtp://127.0.0.1:${port}`, {}, both)).rejects.toMatchObject({
    status: '450',
    permanent: false,
  })
})

test('a server that is not there is worth another try', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  await expect(send(`smtp://127.0.0.1:${port}`)).rejects.toMatchObject({
    permanent: false,
    status: 'ECONNREFUSED',
  })
})

test('a server that never greets is left when the signal says so', async () => {
  const silent = createServer()
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  cleanups.push(() => silent.close())
  const stopping = new AbortController()
  silent.once('connection', socket => {
    cleanups.push(() => socket.destroy())
    stopping.abort()
  })
  const { port } = silent.address() as AddressInfo
  const context = fakeContext({ signal: stopping.signal })
  await expect(send(`smtp://127.0.0.1:${port}`, {}, {}, context)).rejects.toMatchObject({
    name: 'RemoteError',
  })
})

test('addresses of metadata services are refused to anyone', async () => {
  await expect(send('smtp://169.254.169.254:25')).rejects.toMatchObject({
    permanent: true,
    status: 'refused',
  })
})

test.each([
  ['url', { url: 'http://mail.example.com' }],
  ['url', { url: 'smtp://mail.example.com?logger=true' }],
  ['url', { url: 'smtp://me:100%@mail.example.com' }],
  ['from', { from: 'a@example.com, b@example.com' }],
  ['from', { from: 'nobody' }],
  ['to', { to: '' }],
  ['to', { to: 'a@example.com\r\nBcc: b@example.com' }],
  ['to', { to: 'a@example.com, nobody' }],
  ['to', { to: Array.from({ length: 101 }, (_, i) => `a${i}@example.com`) }],
])('a wrong %s is refused: %j', (field, wrong) => {
  const right = { url: 'smtp://mail.example.com', from: 'a@example.com', to: 'b@example.com' }
  const { error } = email.config.safeParse({ ...right, ...wrong })
  expect(error?.issues.map(({ path }) => path[0])).toEqual([field])
})
