import { createHash } from 'node:crypto'
import { z } from 'zod'
import { postJson, statusOf } from '#alerts/post.ts'
import {
  cut,
  headline,
  isBad,
  lines,
  MESSAGE_LIMIT,
  notice,
  oneLine,
  streamText,
  valueText,
} from '#alerts/text.ts'
import { defineAlert, type Transition } from '#lib/plugin.ts'
import { webAddress } from '#lib/web-address.ts'

const SUMMARY_LIMIT = 1_024
const DEDUP_KEY_LIMIT = 255

export const pagerduty = defineAlert({
  id: 'pagerduty',
  label: 'PagerDuty',
  description: 'Opens an incident in ALARM and ERROR and resolves it otherwise (Events API v2).',
  config: z.object({
    routingKey: z
      .string()
      .regex(/^[\w-]{1,64}$/, 'must be the integration key of a service')
      .meta({ title: 'Integration key', secret: true }),
    url: webAddress.default('https://events.pagerduty.com/v2/enqueue').meta({
      title: 'Events API',
      description: 'In the EU: https://events.eu.pagerduty.com/v2/enqueue',
    }),
  }),

  async send({ routingKey, url }, transition, context) {
    const answer = await postJson(url, { routing_key: routingKey, ...event(transition) }, context)
    // A test opens an incident too; it must not stay open.
    if (transition.test)
      await postJson(url, { routing_key: routingKey, ...resolved(transition) }, context)
    return statusOf(answer)
  },
})

export const event = (transition: Transition) =>
  isBad(transition.to) ? triggered(transition) : resolved(transition)

function triggered(transition: Transition) {
  const { monitor, tags, from, to, value, unit, url, runbookUrl, history, at, test } = transition
  const { stream } = transition
  const runbook = runbookUrl ? [{ href: runbookUrl, text: 'Runbook' }] : []
  const message = cut(lines(transition.message), MESSAGE_LIMIT)
  return {
    event_action: 'trigger',
    dedup_key: dedupKey(transition),
    client: 'Belfry',
    client_url: url,
    links: [{ href: url, text: stream ? 'Stream' : 'Monitor' }, ...runbook],
    payload: {
      summary: cut(`${headline(transition)}: ${message}`, SUMMARY_LIMIT),
      source: new URL(url).host,
      severity: test ? 'info' : to === 'ALARM' ? 'critical' : 'error',
      timestamp: at.toISOString(),
      component: oneLine(monitor),
      custom_details: {
        ...(stream ? { stream: streamText(stream) } : { from }),
        to,
        message,
        ...(value !== null || !stream ? { value: valueText(value) } : {}),
        unit: oneLine(unit),
        tags: tags.map(oneLine),
        history,
        notice: notice(transition),
      },
    },
  }
}

const resolved = (transition: Transition) => ({
  event_action: 'resolve',
  dedup_key: dedupKey(transition),
})

/** One incident per monitor: its address, which is also unique among several Belfrys on one service. So is that of a trigger's values. */
function dedupKey({ url, test, deliveryId, stream }: Transition): string {
  if (test) return `belfry-test-${deliveryId}`
  if (stream) return `${new URL(url).host} ${stream.thread}`
  return url.length <= DEDUP_KEY_LIMIT ? url : createHash('sha256').update(url).digest('hex')
}
