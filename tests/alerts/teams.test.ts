import { expect, test } from 'vitest'
import { message, teams } from '#alerts/teams.ts'
import { answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const webhookUrl = 'https://teams.example.com/workflows/x'
const textsOf = (said: ReturnType<typeof message>) =>
  only(said.attachments).content.body.flatMap(({ inlines }) => inlines.map(({ text }) => text))

test('the card tells what happened and links the monitor and its runbook', async () => {
  const { asked, context } = answering(202)
  const told = transition({ runbookUrl: 'https://example.com/r', history: 'Last 2 runs: 1, 67.' })
  expect(await teams.send({ webhookUrl }, told, context)).toEqual({ status: '202' })

  const said = JSON.parse(only(asked).body)
  expect(textsOf(said)).toEqual([
    'ALARM: Mail Queue Length',
    'too long',
    'State: OK → ALARM\nValue: 67',
    'Last 2 runs: 1, 67.',
  ])
  expect(said.attachments[0].content.actions.map(({ url }: { url: string }) => url)).toEqual([
    'https://belfry.example.com/monitors/7',
    'https://example.com/r',
  ])
})

test('foreign text stands only in text runs, which read no markdown and no mentions', () => {
  const evil = '<at>everyone</at> [bank](https://evil.example.com) **loud**'
  const card = only(message(transition({ message: evil, monitor: evil })).attachments).content
  expect(card.body.map(({ type }) => type)).toEqual(card.body.map(() => 'RichTextBlock'))
  expect(textsOf(message(transition({ message: evil })))).toContain(evil)
  expect(JSON.stringify(card)).not.toContain('msteams')
})

test.each([
  ['413', true],
  ['429', false],
  ['500', false],
])(
  'a failure that an older connector hides in a good answer is seen: %s',
  async (status, permanent) => {
    const said = `Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error ${status} with ContextId x`
    const sending = teams.send({ webhookUrl }, transition(), answering(200, said).context)
    await expect(sending).rejects.toMatchObject({ name: 'RemoteError', permanent, status })
  },
)

test('a message of a megabyte stays below the 28 kB of a card', () => {
  expect(JSON.stringify(message(transition({ message: megabyte }))).length).toBeLessThan(28_000)
})
