'use server'
import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { browseSource } from '#lib/inquiries/plugins.ts'
import { testDraft } from '#lib/inquiries/schema.ts'
import { testScript } from '#lib/inquiries/test.ts'
import { createMonitor, restoreVersion, updateMonitor } from '#lib/monitors/mutations.ts'
import { nextTimes, scheduleProblem } from '#lib/monitors/schedule.ts'
import { monitorInput } from '#lib/monitors/schema.ts'
import { parse } from '#lib/parse.ts'
import { timezoneProblem } from '#lib/timezone.ts'

const NEXT_TIMES = 5
const NODES_SHOWN = 200

export interface SchedulePreview {
  problem: string | null
  /** the next planned times, ISO */
  next: string[]
}

/** What a schedule means, while it is typed. */
export const previewSchedule = action(
  'monitors:read',
  z.object({ schedule: z.string(), timezone: z.string() }),
  async ({ schedule, timezone }): Promise<SchedulePreview> => {
    const problem = scheduleProblem(schedule)
    if (problem || timezoneProblem(timezone)) return { problem, next: [] }
    const times = nextTimes(schedule.trim(), timezone, new Date(), NEXT_TIMES)
    return { problem: null, next: times.map(time => time.toISOString()) }
  },
)

/** Runs a draft without recording anything or telling anyone. */
export const tryDraft = action('monitors:run', testDraft, async (draft, person) =>
  testScript(draft, person),
)

/** Saves a draft; `base` is the version it was made from, null to save over whatever is there. */
export const saveDraft = action(
  'monitors:write',
  z.object({ id: z.int().nullable(), base: z.int().nullable(), draft: z.unknown() }),
  async ({ id, base, draft }, person) => {
    const input = parse(monitorInput, draft, 'The monitor')
    if (id === null) return { id: await createMonitor(input, person) }
    await updateMonitor(id, input, person, base ?? undefined)
    return { id }
  },
)

/** Makes an old version the newest one. */
export const restore = action(
  'monitors:write',
  z.object({ id: z.int(), version: z.int() }),
  async ({ id, version }, person) => restoreVersion(id, version, person),
)

const nodes = z.array(z.object({ path: z.string(), leaf: z.boolean() }))

/** What a source's tree has below a path, for completion. */
export const findPaths = action(
  'sources:query',
  z.object({ source: z.string(), query: z.string() }),
  async ({ source, query }, person) => {
    const { result } = await browseSource(source, query, person)
    return nodes.parse(result).slice(0, NODES_SHOWN)
  },
)
