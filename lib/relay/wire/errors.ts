import { z } from 'zod'

/** Somewhat more than any grammar lets through. */
const LIMITS = { text: 20_000, name: 1_000, listed: 200 }

const name = z.string().max(LIMITS.name)
const text = z.string().max(LIMITS.text)
const fields = z.record(name, z.unknown())
const place = z.int().min(0).optional()

const frame = z.object({
  ...{ function: name, module: name, file: name, line: place, column: place, inApp: z.boolean() },
  context: z.array(text).max(LIMITS.listed).optional(),
})

const exception = z.object({
  ...{ type: name, message: text, frames: z.array(frame).max(LIMITS.listed) },
})

const breadcrumb = z.object({
  ...{ at: z.number().optional(), category: name.optional(), level: name.optional() },
  ...{ message: text, data: fields.optional() },
})

const details = z.object({
  user: fields.optional(),
  tags: z.record(name, text).optional(),
  breadcrumbs: z.array(breadcrumb).max(LIMITS.listed).optional(),
  facility: name.optional(),
  processId: name.optional(),
  messageId: name.optional(),
  structured: z.record(name, z.record(name, text)).optional(),
  marks: z.array(text).max(LIMITS.listed).optional(),
  extra: fields.optional(),
})

/** An error as a relay sends it on: read already. */
export const relayedError = z.object({
  at: z.number(),
  message: text,
  level: z.int().min(0).max(7),
  ...{ host: name, program: name, release: name.optional(), environment: name.optional() },
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  uid: name.optional(),
  fingerprint: z.array(text).max(LIMITS.listed).optional(),
  exceptions: z.array(exception).max(LIMITS.listed).optional(),
  details: details.optional(),
})
