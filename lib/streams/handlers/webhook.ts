import { z } from 'zod'
import { webhookHeaders } from '#alerts/webhook.ts'
import { key } from '#lib/monitors/schema.ts'
import { defineHandler, type Target } from '#lib/streams/handlers/contract.ts'
import { eventsWithin, toldStream } from '#lib/streams/told.ts'
import { webAddress } from '#lib/web-address.ts'

/** Receivers refuse longer bodies; several thousand ordinary events. */
const EVENTS_LIMIT = 4 * 1024 * 1024

const method = z.enum(['POST', 'PUT', 'PATCH'])

export const webhook = defineHandler({
  id: 'webhook',
  label: 'Webhook',
  description:
    'Sends the stream and its events as JSON, again with growing waits until they are taken.',
  params: z
    .strictObject({
      url: webAddress.optional().meta({
        title: 'URL',
        description:
          'A public address. One in the private network, or one that wants a secret, is an alert.',
        placeholder: 'https://example.com/streams',
      }),
      alert: key.optional().meta({
        title: 'Alert',
        description:
          'Key of an alert of the kind webhook: its address, method, headers and secrets are used.',
      }),
      method: method
        .optional()
        .meta({ title: 'Method', description: 'Of a URL; POST by default.' }),
      headers: webhookHeaders.optional().meta({
        title: 'Headers',
        description:
          'Sent to a URL with each request; whoever may change pipelines reads them here.',
      }),
    })
    .superRefine(({ url, alert, method, headers }, context) => {
      const refuse = (name: string, message: string) =>
        context.addIssue({ code: 'custom', path: [name], message })
      if (url === undefined && alert === undefined) refuse('url', 'is missing (or give alert)')
      if (alert === undefined) return
      for (const [name, given] of Object.entries({ url, method, headers }))
        if (given !== undefined) refuse(name, 'is told by the alert: give one of them')
    }),
  refers: ({ alert }) =>
    alert === undefined ? [] : [{ kind: 'alert', name: alert, path: ['alert'] }],

  open({ url, alert, method = 'POST', headers = {} }, { stream, log }) {
    const target: Target = url === undefined ? { alert: alert ?? '' } : { url, method, headers }
    let body = {}
    return {
      handle(events) {
        const told = eventsWithin(events, EVENTS_LIMIT)
        if (told.length < events.length)
          log(
            'warn',
            `the first ${told.length} of ${events.length} events are sent: more is too long`,
          )
        body = { version: 1, stream: toldStream(stream), eventCount: events.length, events: told }
        return events
      },
      commit(effects) {
        effects.posts.push({ target, body })
      },
    }
  },
})
