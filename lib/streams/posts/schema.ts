import { z } from 'zod'
import { attemptLog, deliveryStatus } from '#lib/alerting/schema.ts'
import { hostOnly } from '#lib/shown-address.ts'
import type { Target } from '#lib/streams/handlers/contract.ts'

export const postFilter = z.object({
  stream: z
    .string()
    .regex(/^\d{1,18}$/, 'must be the id of a stream')
    .optional()
    .describe('Id of the stream whose pipeline sends it.'),
  status: deliveryStatus.exclude(['superseded']).optional(),
  q: z
    .string()
    .optional()
    .describe('A part of the name of the trigger, the host or the alert, or the last error.'),
})
export type PostFilter = z.output<typeof postFilter>

/** What a webhook of a pipeline sends, as people see it, with every attempt. */
export const postView = z.object({
  id: z.int(),
  uid: z.uuid().describe('Goes with every attempt.'),
  project: z.string(),
  trigger: z.object({ id: z.int(), name: z.string() }),
  stream: z.string().describe('Its id; it may be gone by now.'),
  occasion: z.enum(['fire', 'expire']),
  to: z
    .string()
    .describe('The address, of which all but the host is masked, or the key of the alert.'),
  byAlert: z.boolean().describe('It goes through the webhook of an alert.'),
  status: deliveryStatus.exclude(['superseded']),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  nextAttemptAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  sending: z.boolean().describe('An attempt is under way.'),
  lastError: z.string().nullable(),
  bytes: z.int().describe('Of the body.'),
  log: attemptLog,
})
export type PostView = z.output<typeof postView>

/** The same with what is sent. */
export const wholePost = postView.extend({ body: z.json() })
export type WholePost = z.output<typeof wholePost>

export const receiverOf = (target: Target): Pick<PostView, 'to' | 'byAlert'> =>
  'alert' in target
    ? { to: target.alert, byAlert: true }
    : { to: hostOnly(target.url), byAlert: false }
