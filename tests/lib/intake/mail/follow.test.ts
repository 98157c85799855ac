import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UserError } from '#lib/failures.ts'
import { followMail } from '#lib/intake/mail/follow.ts'
import { openImap } from '#lib/intake/mail/imap.ts'
import { openMaildir } from '#lib/intake/mail/maildir.ts'
import type { MailError } from '#lib/intake/mail/message.ts'
import type { OpenMailStore } from '#lib/intake/mail/store.ts'
import { imapServer } from '#tests/lib/intake/mail/server.ts'
import { until } from '#tests/until.ts'

const mail = (text: string) => `Message-ID: <${text}@a>\r\nSubject: s\r\n\r\n${text}`

/** Follows in the background; `sent` is what came out of it. */
function following<Id>(open: OpenMailStore<Id>, { discard = false, failing = 0 } = {}) {
  const sent: string[] = []
  const told: string[] = []
  const ended = new AbortController()
  let failures = failing
  const done = followMail(open, {
    async send(errors: MailError[]) {
      if (failures-- > 0) throw new Error('the intake is away')
      sent.push(...errors.map(({ message }) => message))
    },
    told: line => void told.push(line),
    signal: ended.signal,
    discard,
  })
  return {
    sent,
    told,
    done,
    async stop() {
      ended.abort()
      await done
    },
  }
}

describe('a mailbox', () => {
  let server: Awaited<ReturnType<typeof imapServer>>
  let follower: ReturnType<typeof following> | undefined
  const start = async (mails: string[], { keep = false, discard = false, failing = 0 } = {}) => {
    server = await imapServer(mails)
    const options = { url: server.url, mailbox: 'INBOX', keep }
    follower = following<number>(passed => openImap(options, passed), { discard, failing })
    return follower
  }
  afterEach(async () => {
    await follower?.stop().catch(() => {})
    follower = undefined
    await server.close()
  })

  test('is emptied of what was counted; what is too long stays', async () => {
    const long = mail('x'.repeat(10_000))
    const { sent, told } = await start([mail('a'), long, mail('b')])
    await until(() => server.inbox().length === 1)
    expect(sent).toEqual(['a', 'b'])
    expect(server.inbox()[0]?.raw).toContain('xxx')
    expect(told).toContain('mail 2 is not imported: its body has 10000 characters or more')
    await until(() => told.includes('imported: 2, not imported: 1'))
  })

  test('gives of a mail with a large attachment its text', async () => {
    const type = 'Content-Type: multipart/mixed; boundary=b'
    const parts = ['', 'the text', '--b', 'Content-Type: image/png', '', 'x'.repeat(1_200_000)]
    const { sent } = await start([mail('a'), [type, '', '--b', ...parts, '--b--'].join('\r\n')])
    await until(() => server.inbox().length === 0)
    expect(sent).toEqual(['a', 'the text'])
  })

  test('tells by itself that mail came', async () => {
    const { sent } = await start([mail('a')])
    await until(() => server.inbox().length === 0)
    server.deliver(mail('b'))
    await until(() => sent.length === 2)
    expect(sent).toEqual(['a', 'b'])
  })

  test('keeps its mail and marks it as read when it is to', async () => {
    const { sent } = await start([mail('a')], { keep: true })
    await until(() => server.inbox()[0]?.flags.includes('\\Seen'))
    server.deliver(mail('b'))
    await until(() => server.inbox()[1]?.flags.includes('\\Seen'))
    expect(sent).toEqual(['a', 'b'])
  })

  test('is emptied first when that is wanted', async () => {
    const { sent } = await start([mail('old')], { discard: true })
    await until(() => server.inbox().length === 0)
    server.deliver(mail('new'))
    await until(() => sent.length > 0)
    expect(sent).toEqual(['new'])
  })

  test('loses nothing while the intake is away', async () => {
    const { sent, told } = await start([mail('a')], { failing: 1 })
    await until(() => told.includes('the intake is away; again in 1 s'))
    expect(server.inbox()).toHaveLength(1)
    await until(() => server.inbox().length === 0)
    expect(sent).toEqual(['a'])
  })

  test('is opened again when the connection breaks', async () => {
    const { sent } = await start([mail('a')])
    await until(() => server.inbox().length === 0)
    server.hangUp()
    server.deliver(mail('b'))
    await until(() => sent.includes('b'))
  })

  test.each([
    ['password', 'wrong', 'INBOX', 'The mail server does not accept the user and password.'],
    ['mailbox', 'testpass', 'None', /^The mailbox None cannot be opened/],
  ])('that cannot be opened ends it: the %s', async (_, password, mailbox, message) => {
    server = await imapServer()
    const url = new URL(server.url)
    url.password = password
    const { done } = following<number>(passed => openImap({ url, mailbox, keep: false }, passed))
    await expect(done).rejects.toThrow(message)
    await expect(done).rejects.toBeInstanceOf(UserError)
  })
})

describe('a Maildir', () => {
  let folder: string
  let follower: ReturnType<typeof following> | undefined
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'belfry-maildir-'))
    for (const place of ['new', 'cur', 'tmp']) mkdirSync(join(folder, place))
  })
  afterEach(async () => {
    await follower?.stop()
    follower = undefined
    rmSync(folder, { recursive: true })
  })
  const put = (place: string, name: string, text: string) =>
    writeFileSync(join(folder, place, name), mail(text))
  const follow = (keep: boolean) => {
    follower = following<string>(passed => openMaildir({ folder, keep }, passed))
    return follower
  }
  const files = () => ['new', 'cur', 'tmp'].flatMap(place => readdirSync(join(folder, place)))

  test('is emptied of what was counted, of what was read before as well', async () => {
    put('new', '1.a', 'a')
    put('cur', '2.b:2,S', 'b')
    put('tmp', '3.c', 'half a mail')
    const { sent } = follow(false)
    await until(() => files().length === 1)
    put('new', '4.d', 'd')
    await until(() => sent.length === 3)
    expect(sent.sort()).toEqual(['a', 'b', 'd'])
    await until(() => files().length === 1)
  })

  test('keeps its mail as read when it is to', async () => {
    put('new', '1.a', 'a')
    put('cur', '2.b:2,S', 'b')
    const { sent } = follow(true)
    await until(() => readdirSync(join(folder, 'cur')).includes('1.a:2,S'))
    expect(sent).toEqual(['a'])
  })

  test('has to be one', async () => {
    const done = following<string>(passed =>
      openMaildir({ folder: join(folder, 'none'), keep: false }, passed),
    ).done
    await expect(done).rejects.toThrow(/is no Maildir: ENOENT/)
  })
})
