import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns'
import { z } from 'zod'
import { headline, oneLine, plainText } from '#alerts/text.ts'
import { RemoteError, reasonOf } from '#lib/failures.ts'
import type { GuardedFetch } from '#lib/http.ts'
import { defineAlert, type Transition } from '#lib/plugin.ts'
import { webAddress } from '#lib/web-address.ts'

/** Limits of SNS: of a subject, and of one SMS that is not split. */
const SUBJECT_LIMIT = 100
const SMS_LIMIT = 140

export const sns = defineAlert({
  id: 'sns',
  label: 'AWS SNS',
  description: 'Publishes to a topic: a long text for mail and queues, a short one for SMS.',
  config: z
    .object({
      region: z
        .string()
        .regex(/^[a-z0-9-]{1,40}$/, 'must look like us-east-1')
        .default('us-east-1')
        .meta({ title: 'Region' }),
      topicArn: z
        .string()
        .regex(
          /^arn:[\w-]+:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}(\.fifo)?$/,
          'must be the ARN of a topic',
        )
        .meta({ title: 'Topic ARN', placeholder: 'arn:aws:sns:us-east-1:123456789012:oncall' }),
      accessKeyId: z.string().min(1).optional().meta({
        title: 'Access key ID',
        description:
          "Without keys, AWS's default chain is used: environment, profile, instance role.",
      }),
      secretAccessKey: z
        .string()
        .min(1)
        .optional()
        .meta({ title: 'Secret access key', secret: true }),
      endpoint: webAddress
        .optional()
        .meta({ title: 'Endpoint', description: "Instead of AWS's own." }),
    })
    .superRefine(({ accessKeyId, secretAccessKey }, context) => {
      if (Boolean(accessKeyId) === Boolean(secretAccessKey)) return
      const path = [accessKeyId ? 'secretAccessKey' : 'accessKeyId']
      context.addIssue({ code: 'custom', path, message: 'is missing: give both keys or none' })
    }),

  async send({ region, topicArn, accessKeyId, secretAccessKey, endpoint }, transition, context) {
    const client = new SNSClient({
      region,
      ...(endpoint ? { endpoint } : {}),
      ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
      maxAttempts: 1,
      requestHandler: throughOurDoor(context.fetch),
    })
    try {
      const command = new PublishCommand(publication(topicArn, transition))
      const { $metadata } = await client.send(command, { abortSignal: context.signal })
      return { status: String($metadata.httpStatusCode ?? 'sent') }
    } catch (error) {
      throw failureOf(error as ServiceError)
    } finally {
      client.destroy()
    }
  },
})

export function publication(topicArn: string, transition: Transition): PublishCommandInput {
  const long = plainText(transition)
  const { deliveryId, monitorId, stream } = transition
  return {
    TopicArn: topicArn,
    Subject: subject(transition),
    MessageStructure: 'json',
    Message: JSON.stringify({ default: long, email: long, sms: sms(transition) }),
    MessageAttributes: { 'Belfry-Delivery': { DataType: 'String', StringValue: deliveryId } },
    ...(topicArn.endsWith('.fifo')
      ? {
          MessageGroupId: stream?.thread ?? `monitor-${monitorId}`,
          MessageDeduplicationId: deliveryId,
        }
      : {}),
  }
}

/** At most 100 printable ASCII characters, the first of them no space. */
export const subject = (transition: Transition): string =>
  ascii(`[Belfry] ${headline(transition)}`)
    .slice(0, SUBJECT_LIMIT)
    .trim()

/** One SMS: the state and the monitor whole, as much of the message as fits. */
export function sms(transition: Transition): string {
  const text = `${headline(transition)}: ${oneLine(transition.message)}`
  return ascii(text).slice(0, SMS_LIMIT).trim()
}

/** Letters lose their accents, what remains outside of printable ASCII becomes a question mark. */
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replaceAll('→', '->')
    .replaceAll('…', '...')
    .replace(/[^\x20-\x7e]/gu, '?')

interface HttpRequest {
  method: string
  protocol: string
  hostname: string
  port?: number
  path: string
  headers: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
}

/** The SDK's requests go through the same guarded fetch as everything else. */
function throughOurDoor(fetch: GuardedFetch) {
  return {
    async handle(request: HttpRequest, { abortSignal }: { abortSignal?: AbortSignal } = {}) {
      const { method, protocol, hostname, port, path, headers, body } = request
      const url = `${protocol}//${hostname}${port ? `:${port}` : ''}${path}`
      // The host header belongs to the connection; it was signed with the same value.
      const { host: _, 'content-length': __, ...sent } = headers
      const answer = await fetch(url, {
        method,
        headers: sent,
        body: body ?? null,
        redirect: 'manual',
        ...(abortSignal ? { signal: abortSignal } : {}),
      })
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: answer.body,
        },
      }
    },
  }
}

type ServiceError = Error & {
  $metadata?: { httpStatusCode?: number }
  $retryable?: object
  $fault?: 'client' | 'server'
}

/** Errors of the caller that another try can mend: credentials that are renewed, clocks that are set. */
const PASSING = /Throttl|TooManyRequests|Expired|RequestTimeout|Skew|NotYetValid/

function failureOf(error: ServiceError): RemoteError {
  if (error instanceof RemoteError) return error
  const status = error.$metadata?.httpStatusCode
  const permanent =
    error.$fault === 'client' && !error.$retryable && status !== 429 && !PASSING.test(error.name)
  return new RemoteError(status ? `SNS answered ${status}` : `SNS: ${error.name}`, {
    permanent,
    status: status ? String(status) : error.name,
    said: `${error.name}: ${reasonOf(error)}`,
    cause: error,
  })
}
