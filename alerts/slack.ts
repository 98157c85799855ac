import { z } from 'zod'
import { postJson, statusOf } from '#alerts/post.ts'
import {
  cut,
  headline,
  lines,
  MESSAGE_LIMIT,
  notice,
  oneLine,
  streamText,
  valueText,
} from '#alerts/text.ts'
import { defineAlert, type StateName, type Transition } from '#lib/plugin.ts'

const COLOURS: Record<StateName, string> = {
  OK: '#2f9e44',
  ALARM: '#e03131',
  ERROR: '#e8590c',
  INACTIVE: '#868e96',
}
const ZERO_WIDTH_SPACE = '\u200b'

export const slack = defineAlert({
  id: 'slack',
  label: 'Slack',
  description:
    'Posts to a channel through an incoming webhook of Slack, Mattermost, Rocket.Chat, or Discord (with /slack at the end of its address).',
  config: z.object({
    webhookUrl: z.url({ protocol: /^https?$/ }).meta({
      title: 'Webhook URL',
      secret: true,
      placeholder: 'https://hooks.slack.com/services/…',
    }),
  }),

  async send({ webhookUrl }, transition, context) {
    return statusOf(await postJson(webhookUrl, message(transition), context))
  },
})

/** In the oldest form of Slack's messages, which all that imitate it understand. */
export function message(transition: Transition) {
  const { url, runbookUrl, history, value, to } = transition
  const text = [
    escapeText(cut(lines(transition.message), MESSAGE_LIMIT)),
    (value !== null || !transition.stream) && `Value: ${escapeText(valueText(value))}`,
    escapeText(history),
    runbookUrl && link(runbookUrl, 'Runbook'),
    escapeText(notice(transition)),
  ]
  const title = escapeText(headline(transition))
  return {
    text: `${url ? link(url, title) : title} (${escapeText(aside(transition))})`,
    attachments: [
      {
        color: COLOURS[to],
        // Told as it stands, by notifications and old clients: no markup can be escaped in it.
        fallback: defused(oneLine(`${headline(transition)}, ${aside(transition)}`)).replace(
          /[<>]/g,
          '',
        ),
        text: text.filter(Boolean).join('\n'),
      },
    ],
  }
}

/** The state before, or which stream of the trigger it is. */
const aside = ({ from, stream }: Transition) => (stream ? streamText(stream) : `was ${from}`)

/** An address ends where its own brackets do, and its text begins at the first bar. */
const link = (url: string, text: string) =>
  `<${url.replace(/[<>|\s]/g, encodeURIComponent)}|${text}>`

/** Makes text mean nothing but itself: no markup of links and mentions (`<!here>`, `<url|text>`). */
const escapeText = (text: string): string =>
  defused(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** No `@channel` and `[text](url)` where Mattermost, Rocket.Chat and Discord read them, and no `<!here>` once it is unescaped. */
const defused = (text: string): string =>
  text
    .replace(/(?<!\w)@(?=\w)/g, `@${ZERO_WIDTH_SPACE}`)
    .replace(/<(?=[!@#])/g, `<${ZERO_WIDTH_SPACE}`)
    .replace(/\](?=\()/g, `]${ZERO_WIDTH_SPACE}`)
