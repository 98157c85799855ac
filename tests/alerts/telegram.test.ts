import { expect, test } from 'vitest'
import { message, telegram } from '#alerts/telegram.ts'
import { answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const config = (rest: object = {}) =>
  telegram.config.parse({ botToken: '123:AB-c_d', chatId: '-1001', ...rest })

test('a bot writes to its chat', async () => {
  const { asked, context } = answering(200, '{"ok":true}')
  await telegram.send(config(), transition(), context)
  const { url, body } = only(asked)
  expect(url).toBe('https://api.telegram.org/bot123:AB-c_d/sendMessage')
  expect(JSON.parse(body)).toMatchObject({
    chat_id: '-1001',
    text: expect.stringMatching(/^ALARM: Mail Queue Length\n\n\[Belfry Alarm\]\nMonitor: /),
  })
})

test('the text has no parse mode, so nothing in it is markup', () => {
  const evil = '<b>x</b> *y* [z](https://evil.example.com)'
  const said = message(transition({ message: evil }))
  expect(Object.keys(said)).toEqual(['text', 'link_preview_options'])
  expect(said.text).toContain(evil)
})

test('nobody is mentioned', () => {
  expect(message(transition({ message: 'hello @everyone' })).text).not.toContain('@everyone')
})

test('the text keeps to the 4096 characters that Telegram takes', () => {
  const { text } = message(transition({ message: megabyte, history: 'h'.repeat(500) }))
  expect(text.length).toBeLessThanOrEqual(4_096)
})

test('an own Bot API server is asked instead', async () => {
  const { asked, context } = answering(200)
  await telegram.send(config({ apiUrl: 'http://127.0.0.1:8081/' }), transition(), context)
  expect(only(asked).url).toBe('http://127.0.0.1:8081/bot123:AB-c_d/sendMessage')
})

test.each([[{ botToken: 'nonsense' }], [{ botToken: '1:a/../../x' }], [{ chatId: 'some chat' }]])(
  '%j is refused',
  wrong => {
    expect(telegram.config.safeParse({ botToken: '1:a', chatId: '2', ...wrong }).success).toBe(
      false,
    )
  },
)

test('a chat may be a plain number', () => {
  expect(config({ chatId: -5 })).toMatchObject({ chatId: '-5' })
})
