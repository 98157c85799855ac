import { z } from 'zod'
import type { Answer } from '#lib/inquiries/kinds.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

const { name, script, tags, sources, groups, timeoutMs } = monitorInput.shape

/** A script to be tried before it is saved: the body of `POST /api/monitors/test`. */
export const testDraft = z.strictObject({
  id: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .describe('The saved monitor that it belongs to: the script sees its last state and value.'),
  name: name.default('Test'),
  script,
  tags,
  sources,
  groups,
  timeoutMs,
})
export type TestDraft = z.input<typeof testDraft>

/** One call of a source during a run. */
export const callRecord = z.strictObject({
  source: z.string(),
  method: z.string(),
  args: z.string().describe('as JSON, cut to a readable length'),
  durationMs: z.number(),
  bytes: z.number().describe('size of the answer as JSON'),
  result: z.string().nullable().describe('the answer as JSON, cut to a readable length'),
  error: z.string().nullable(),
})

export const reason = z.enum([
  'exception',
  'syntax',
  'timeout',
  'memory',
  'invalid value',
  'source',
  'runner lost',
  'no data',
])

/** What a script came to when it was tried. */
export const testResult = z.strictObject({
  state: z.enum(['OK', 'ALARM', 'ERROR']),
  reason: reason.nullable(),
  value: z.json(),
  series: z.record(z.string(), z.number()),
  message: z.string(),
  output: z.string(),
  calls: z.array(callRecord),
  durationMs: z.number(),
  line: z.int().nullable().describe('of the script, where it failed'),
})
export type TestResult = Answer<'test'>
