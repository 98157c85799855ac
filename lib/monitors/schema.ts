import { z } from 'zod'
import { limit } from '#lib/access/reach/schema.ts'
import { scheduleProblem } from '#lib/monitors/schedule.ts'
import { timezoneProblem } from '#lib/timezone.ts'

export const NAME_LIMIT = 100
export const TIME_LIMIT_MS = { default: 30_000, max: 300_000 }
const SCRIPT_LIMIT = 256 * 1024
/** Without what breaks the line, is half a character, or turns what stands beside it around. */
const ONE_LINE = /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u

export const stateName = z.enum(['OK', 'ALARM', 'ERROR', 'INACTIVE'])
export const key = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,49}$/, 'must be 1 to 50 of a–z, 0–9, _ and -, beginning with a letter')
  .refine(name => name !== 'new', 'stands in addresses for what is not there yet; choose another')

const believedAfter = z.int().min(1).max(100).default(1)

/** When an outcome is believed, and what happens when a run can't start, was missed, or has no data. */
export const policy = z.strictObject({
  after: z
    .strictObject({ OK: believedAfter, ALARM: believedAfter, ERROR: believedAfter })
    .prefault({})
    .describe('How many runs in a row each outcome needs to be believed.'),
  overlap: z
    .enum(['skip', 'queue'])
    .default('skip')
    .describe('A run is due while the last one still goes.'),
  missed: z
    .enum(['run', 'note'])
    .default('run')
    .describe('Planned times passed while nothing ran.'),
  noData: z
    .strictObject({
      // biome-ignore lint/suspicious/noThenProperty: the public contract names it so; a string is no thenable
      then: z.enum(['error', 'alarm', 'ok', 'keep']).default('error'),
      maxAgeMs: z
        .int()
        .min(0)
        .max(30 * 86_400_000)
        .default(0),
    })
    .prefault({})
    .describe('A run has no data: `keep` holds the state for `maxAgeMs`, then it is an ERROR.'),
  repeatMinutes: z
    .int()
    .min(1)
    .max(10_080)
    .nullable()
    .default(null)
    .describe('Tell again every so many minutes while it stays in ALARM or ERROR.'),
  everyOk: z
    .boolean()
    .default(false)
    .describe('Tell after each run that is OK, too: a sign of life for whoever expects one.'),
})
export type Policy = z.output<typeof policy>

/** A monitor as people and files give it: the body of `POST /api/monitors` and an entry of belfry.yaml. */
export const monitorInput = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'is missing')
    .max(NAME_LIMIT)
    .regex(ONE_LINE, 'must be one line of text that reads in one direction')
    .describe('What it is called; no two have the same name.'),
  description: z.string().max(10_000).default('').describe('What it watches, in markdown.'),
  runbook: z.string().max(20_000).default('').describe('What to do when it fires, in markdown.'),
  unit: z.string().trim().max(20).default('').describe('Unit of the value, as in `%` or `ms`.'),
  script: z
    .string()
    .min(1, 'is missing')
    .max(SCRIPT_LIMIT)
    .describe('Body of an async function in TypeScript.'),
  schedule: z
    .string()
    .trim()
    .superRefine((text, context) => {
      const problem = scheduleProblem(text)
      if (problem) context.addIssue(problem)
    })
    .describe('A cron expression of five fields, or six with seconds first.'),
  timezone: z
    .string()
    .default('UTC')
    .superRefine((zone, context) => {
      const problem = timezoneProblem(zone)
      if (problem) context.addIssue(problem)
    })
    .describe('The time zone of the schedule, as in `Europe/Berlin`.'),
  active: z.boolean().default(true).describe('Off: it does not run, and is INACTIVE.'),
  retainDays: z.int().min(0).max(3650).default(28).describe('How long its runs are kept.'),
  timeoutMs: z
    .int()
    .min(100)
    .max(TIME_LIMIT_MS.max)
    .default(TIME_LIMIT_MS.default)
    .describe('A run that takes longer is an ERROR.'),
  sources: z
    .array(key)
    .max(200)
    .nullable()
    .default(null)
    .describe('Sources it may use; null: all.'),
  alerts: z.array(key).max(200).nullable().default(null).describe('Alerts it tells; null: all.'),
  tags: z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(50)
        .regex(/^\P{Cc}*$/u),
    )
    .max(20)
    .default([])
    .describe('What it can be found by.'),
  groups: limit.describe(
    'Who may see it, and whose sources and projects it may use; none: everyone sees it.',
  ),
  policy: policy.prefault({}),
})
export type MonitorInput = z.output<typeof monitorInput>

/**
 * Applies the body of `PATCH /api/monitors/{id}` as a JSON merge patch (RFC 7396):
 * what is left out stays, null goes back to the default. The result still has to pass `monitorInput`.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged = new Map(isObject(target) ? Object.entries(target) : [])
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) merged.delete(name)
    else merged.set(name, mergePatch(merged.get(name), value))
  }
  return Object.fromEntries(merged)
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
