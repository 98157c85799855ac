import { expect, test } from 'vitest'
import { message, slack } from '#alerts/slack.ts'
import { answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'

const webhookUrl = 'https://hooks.slack.com/services/T0/B0/x'
/** What Slack shows of escaped text. */
const shown = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll('\u200b', '')

test('the message links the monitor and tells state, text and value', async () => {
  const { asked, context } = answering(200, 'ok')
  await slack.send({ webhookUrl }, transition({ runbookUrl: 'https://example.com/r' }), context)

  const { url, method, headers, body } = only(asked)
  expect([url, method, headers.get('content-type')]).toEqual([
    webhookUrl,
    'POST',
    'application/json',
  ])
  const said = JSON.parse(body)
  expect(said.text).toBe(
    '<https://belfry.example.com/monitors/7|ALARM: Mail Queue Length> (was OK)',
  )
  expect(said.attachments[0].text).toBe('too long\nValue: 67\n<https://example.com/r|Runbook>')
})

test.each([
  ['<!here> <!channel>'],
  ['<@U123> <#C123>'],
  ['@channel @here @everyone (@all)'],
  ['<https://evil.example.com|your bank>'],
  ['[your bank](https://evil.example.com)'],
  ['a & b < c > d &lt;'],
])('%j is shown as it stands and mentions, links and hides nothing', text => {
  const said = message(transition({ message: text, monitor: text })).attachments[0]
  const line = said?.text.split('\n')[0] ?? ''
  expect(line).not.toMatch(/<|>|(?<!\w)@\w|\]\(/)
  expect(shown(line)).toBe(text)
})

test('a name cannot end the link around it', () => {
  const { text } = message(transition({ monitor: 'a> <!here> <https://evil.example.com|b' }))
  expect(text.match(/[<>]/g)).toEqual(['<', '>'])
})

test('an e-mail address stays whole', () => {
  const said = message(transition({ message: 'ask bob@example.com' })).attachments[0]
  expect(said?.text).toContain('bob@example.com')
})

test('a message of a megabyte is cut with a mark', () => {
  const size = JSON.stringify(message(transition({ message: megabyte }))).length
  expect(size).toBeLessThan(6_000)
})
