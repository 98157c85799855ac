import { z } from 'zod'
import { statusOf } from '#alerts/post.ts'
import { sendSigned } from '#alerts/signed.ts'
import { cut, lines, plainText } from '#alerts/text.ts'
import { defineAlert, type ToldStream, type Transition } from '#lib/plugin.ts'
import { hasNoCredentials, webAddress } from '#lib/web-address.ts'

/** Receivers refuse bodies of megabytes; this leaves room for everything else. */
const MESSAGE_LIMIT = 64_000
/** What says where one request ends and the next begins, and what is ours to say. */
const RESERVED_HEADERS = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'content-type',
  'idempotency-key',
  'belfry-delivery',
  'belfry-signature',
]

const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'is not the name of a header')
  .refine(name => !RESERVED_HEADERS.includes(name.toLowerCase()), 'is set by Belfry itself')
const headerValue = z
  .string()
  .max(4_000)
  .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII on one line')
/** Headers that go with each request. */
export const webhookHeaders = z.record(headerName, headerValue)

export const webhook = defineAlert({
  id: 'webhook',
  label: 'Webhook',
  description: 'Sends each change as JSON to an address of yours, signed if you like.',
  config: z
    .object({
      url: z
        .url({ protocol: /^https?$/ })
        .refine(
          hasNoCredentials,
          'must not hold a user name or password: use an Authorization header',
        )
        .meta({ title: 'URL', placeholder: 'https://example.com/hooks/belfry' }),
      method: z.enum(['POST', 'PUT', 'PATCH']).default('POST').meta({ title: 'Method' }),
      headers: webhookHeaders
        .default({})
        .meta({ title: 'Headers', description: 'Sent with each request.', secret: true }),
      secret: z.string().optional().meta({
        title: 'Signing secret',
        description: 'Adds Belfry-Signature, an HMAC-SHA256 over time and body.',
        secret: true,
      }),
      oauthUrl: webAddress.optional().meta({
        title: 'OAuth address',
        description:
          'OAuth 2: where a token is asked for with client id and secret, and again when it is refused.',
      }),
      clientId: z.string().min(1).optional().meta({ title: 'Client id' }),
      clientSecret: z.string().min(1).optional().meta({ title: 'Client secret', secret: true }),
      scope: z.string().min(1).optional().meta({ title: 'Scope' }),
    })
    .superRefine(({ oauthUrl, clientId, clientSecret }, context) => {
      const whole = { oauthUrl, clientId, clientSecret }
      const given = Object.values(whole).filter(value => value !== undefined)
      if (given.length === 0) return
      for (const [key, value] of Object.entries(whole))
        if (value === undefined)
          context.addIssue({
            code: 'custom',
            path: [key],
            message: 'is missing: give all three or none',
          })
    }),

  async send(config, transition, context) {
    const text = JSON.stringify(body(transition))
    return statusOf(await sendSigned(config, { id: transition.deliveryId, text }, context))
  },
})

const state = z.enum(['OK', 'ALARM', 'ERROR', 'INACTIVE'])

/** What a webhook sends. Fields are only ever added to version 1. */
export const webhookBody = z.object({
  version: z.literal(1),
  delivery: z.uuid().describe('The same for every attempt: a repeat can be dropped by it.'),
  test: z.boolean().describe('Sent by the test button: nothing happened.'),
  repeat: z.int().describe('0, or the how-manieth repetition while the monitor stays bad.'),
  at: z.iso.datetime().describe('When the state changed.'),
  monitor: z
    .object({
      id: z.int(),
      name: z.string(),
      tags: z.array(z.string()),
      url: z.string().describe("The monitor's page."),
      runbookUrl: z.string().nullable(),
    })
    .nullable()
    .describe('Null when the pipeline of a stream tells it.'),
  stream: z
    .object({
      id: z.string(),
      trigger: z.object({ id: z.int(), name: z.string() }),
      occasion: z.enum(['fire', 'expire']).describe('It is complete, or its time is over.'),
      traits: z.record(z.string(), z.json()).describe('Its distinguishing values.'),
      url: z.string().describe("The stream's page."),
    })
    .nullable()
    .describe('Null when a monitor changed its state.'),
  from: state.nullable().describe('Null for a stream.'),
  to: state,
  message: z.string(),
  value: z
    .union([z.number(), z.string(), z.record(z.string(), z.number()), z.null()])
    .describe('What the script returned, or the value that the pipeline told.'),
  unit: z.string(),
  history: z.string().describe("The value's recent history in words, or empty."),
  text: z.string().describe('All of it as plain text, to be shown as it is.'),
})
export type WebhookBody = z.output<typeof webhookBody>

export function body(transition: Transition): WebhookBody {
  const { monitorId, monitor, tags, url, runbookUrl, at, value, message, stream } = transition
  const { test, repeat, from, to, unit, history, deliveryId } = transition
  return {
    version: 1,
    delivery: deliveryId,
    test,
    repeat,
    at: at.toISOString(),
    monitor: stream ? null : { id: monitorId, name: monitor, tags, url, runbookUrl },
    stream: stream ? streamOf(stream, monitor, url) : null,
    from,
    to,
    message: cut(lines(message), MESSAGE_LIMIT),
    value: value as WebhookBody['value'],
    unit,
    history,
    text: plainText(transition),
  }
}

const streamOf = (
  { id, triggerId, occasion, traits }: ToldStream,
  trigger: string,
  url: string,
): WebhookBody['stream'] => ({
  id,
  trigger: { id: triggerId, name: trigger },
  ...{ occasion, traits: { ...traits }, url },
})
