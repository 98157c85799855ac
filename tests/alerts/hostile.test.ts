import { describe, expect, test } from 'vitest'
import { message as emailMessage } from '#alerts/email.ts'
import { alerts } from '#alerts/index.ts'
import { historyInWords } from '#lib/alerting/history.ts'
import type { Transition } from '#lib/plugin.ts'
import { type Asked, answering, megabyte, only, transition } from '#tests/alerts/fakes.ts'
import { hostileTexts } from '#tests/hostile.ts'

interface Channel {
  config: object
  /** how the body is written; only of what people are shown */
  reads: (body: string) => unknown
  /** the most that the other side takes, in bytes of the whole body */
  bytes: number
  /** what means something there */
  means?: RegExp
}

const topicArn = 'arn:aws:sns:us-east-1:123456789012:oncall'
const keys = { accessKeyId: 'A', secretAccessKey: 'S' }

/** A form whose message is JSON of its own. */
function readForm(body: string) {
  const { Message = '{}', ...rest } = Object.fromEntries(new URLSearchParams(body))
  return { ...rest, Message: JSON.parse(Message) }
}

/** All kinds of alerts that say something over HTTP. */
const channels: Record<string, Channel> = {
  slack: {
    config: { webhookUrl: 'https://hooks.example.com/a' },
    reads: JSON.parse,
    bytes: 40_000,
    means: /<(?!https:\/\/belfry\.example\.com\/monitors\/7\|)|(?<!\w)@\w|\]\(/,
  },
  webhook: { config: { url: 'https://example.com/hook' }, reads: JSON.parse, bytes: 512_000 },
  pagerduty: { config: { routingKey: 'abc' }, reads: JSON.parse, bytes: 512_000 },
  sns: { config: { topicArn, ...keys }, reads: readForm, bytes: 512_000 },
  teams: {
    config: { webhookUrl: 'https://teams.example.com/a' },
    reads: JSON.parse,
    bytes: 28_000,
  },
  telegram: {
    config: { botToken: '1:a', chatId: '-5' },
    reads: JSON.parse,
    bytes: 16_000,
    means: /@\w/,
  },
  campfire: {
    config: { botUrl: 'https://campfire.example.com/rooms/1/1-a/messages' },
    reads: text => ({ text }),
    bytes: 64_000,
    means: /</,
  },
}

test('every kind of alert is in this table', () => {
  const others = ['email', 'heartbeat']
  expect(alerts.map(({ id }) => id).sort()).toEqual([...others, ...Object.keys(channels)].sort())
})

/** Wherever a script, an editor or a source can put a text. */
const everywhere = (text: string): Partial<Transition> => ({
  monitor: text,
  message: text,
  value: text,
  unit: text.slice(0, 20),
  tags: [text],
  history: historyInWords(
    [
      { at: new Date(2), value: text },
      { at: new Date(1), value: 'x' },
    ],
    text,
  ),
})

const PUBLISHED =
  '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>'

async function sent(id: string, changes: Partial<Transition>): Promise<Asked> {
  const plugin = alerts.find(alert => alert.id === id)
  const { asked, context } = answering(200, PUBLISHED)
  await plugin?.send(plugin.config.parse(channels[id]?.config), transition(changes), context)
  return only(asked)
}

/** Everything of a body but what its texts say. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shapeOf(part)]))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** The request without its text: of the signature of SNS, which differs each time, only that it is there. */
const around = ({ url, method, headers }: Asked) => ({
  url,
  method,
  headers: [...headers].map(([name, value]) =>
    /^(authorization|amz-sdk-.*|x-amz-.*)$/.test(name) ? name : `${name}: ${value}`,
  ),
})

const control = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/u

describe.each(Object.entries(channels))('%s', (id, { reads, bytes, means }) => {
  test.each(hostileTexts)('%j changes neither the request nor the form of its body', async text => {
    const [calm, hostile] = [await sent(id, everywhere('calm')), await sent(id, everywhere(text))]
    expect(around(hostile)).toEqual(around(calm))
    expect(shapeOf(reads(hostile.body))).toEqual(shapeOf(reads(calm.body)))
  })

  test.each(hostileTexts)('%j means nothing to whoever is shown it', async text => {
    const body = reads((await sent(id, everywhere(text))).body) as Record<string, unknown>
    // A webhook gives programs the fields as they are, and people a text.
    for (const said of textsIn(id === 'webhook' ? [body.message, body.text] : body)) {
      expect(said).not.toMatch(control)
      if (means) expect(said).not.toMatch(means)
    }
  })

  test('as much as there can be in each field is no more than the other side takes', async () => {
    const wide = '漢'
    const numbers = Array.from({ length: 100 }, (_, i) => [`${i}`.padEnd(100, wide), -1.5e-300])
    const most = await sent(id, {
      monitor: wide.repeat(100),
      message: wide.repeat(megabyte.length),
      value: Object.fromEntries(numbers),
      tags: Array.from({ length: 20 }, (_, i) => `${i}`.padEnd(50, wide)),
      unit: wide.repeat(20),
      history: wide.repeat(400),
      runbookUrl: `https://example.com/${'a'.repeat(1_900)}`,
    })
    expect(Buffer.byteLength(most.body)).toBeLessThan(bytes)
  })
})

test('a runbook’s address cannot end the link that it stands in', async () => {
  const { body } = await sent('slack', {
    runbookUrl: 'https://example.com/|a><!here><https://evil.example.com|b',
  })
  expect(JSON.parse(body).attachments[0].text).toContain(
    '<https://example.com/%7Ca%3E%3C!here%3E%3Chttps://evil.example.com%7Cb|Runbook>',
  )
})

describe('email', () => {
  const tagsIn = (html: string) => html.match(/<[^>]*>/g)

  test.each(hostileTexts)('%j is one line of a subject, and text in the HTML part', text => {
    const { subject, html, text: plain, ...rest } = emailMessage(transition(everywhere(text)))
    const calm = emailMessage(transition(everywhere('calm')))
    expect({ ...calm, ...rest }).toEqual(calm)
    expect(subject).not.toMatch(/\p{Cc}/u)
    expect(tagsIn(html)).toEqual(tagsIn(calm.html))
    for (const said of [subject, plain, html]) expect(said).not.toMatch(control)
  })
})
