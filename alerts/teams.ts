import { z } from 'zod'
import { postJson, statusOf } from '#alerts/post.ts'
import {
  cut,
  headline,
  lines,
  MESSAGE_LIMIT,
  notice,
  stateChange,
  streamText,
  valueText,
} from '#alerts/text.ts'
import { RemoteError } from '#lib/failures.ts'
import { defineAlert, type StateName, type Transition } from '#lib/plugin.ts'

const COLOURS: Record<StateName, 'good' | 'attention' | 'warning' | 'default'> = {
  OK: 'good',
  ALARM: 'attention',
  ERROR: 'warning',
  INACTIVE: 'default',
}

export const teams = defineAlert({
  id: 'teams',
  label: 'Microsoft Teams',
  description: 'Posts a card to a channel through a workflow that starts with a webhook request.',
  config: z.object({
    webhookUrl: z.url({ protocol: /^https?$/ }).meta({ title: 'Webhook URL', secret: true }),
  }),

  async send({ webhookUrl }, transition, context) {
    const answer = await postJson(webhookUrl, message(transition), context)
    refuseHiddenFailure(await answer.text())
    return statusOf(answer)
  },
})

/** Older connectors answer 200 and tell of a failure in the text. */
function refuseHiddenFailure(said: string) {
  const status = /returned HTTP error (\d{3})/.exec(said)?.[1]
  if (status)
    throw new RemoteError(`Teams answered: HTTP error ${status}`, {
      permanent: status.startsWith('4') && status !== '429',
      status,
    })
}

/** An Adaptive Card of text runs, which show text as it stands: other text elements read markdown. */
export function message(transition: Transition) {
  const { to, url, runbookUrl, history, value, stream } = transition
  const facts = [
    stream && `Stream: ${streamText(stream)}`,
    `State: ${stateChange(transition)}`,
    (value !== null || !stream) && `Value: ${valueText(value)}`,
  ].filter(Boolean)
  const body = [
    textBlock([
      { text: headline(transition), weight: 'bolder', size: 'large', color: COLOURS[to] },
    ]),
    textBlock([{ text: cut(lines(transition.message), MESSAGE_LIMIT) }]),
    textBlock([{ text: facts.join('\n') }]),
    ...[history, notice(transition)]
      .filter(Boolean)
      .map(text => textBlock([{ text, isSubtle: true }])),
  ]
  const actions = [
    url && { type: 'Action.OpenUrl', title: stream ? 'Open the stream' : 'Open the monitor', url },
    runbookUrl && { type: 'Action.OpenUrl', title: 'Runbook', url: runbookUrl },
  ].filter(Boolean)
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body,
    actions,
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  }
}

interface Run {
  text: string
  weight?: 'bolder'
  size?: 'large'
  color?: string
  isSubtle?: boolean
}

const textBlock = (runs: Run[]) => ({
  type: 'RichTextBlock',
  inlines: runs.map(run => ({ type: 'TextRun', ...run })),
})
