'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { copyMonitor, deleteMonitor, pauseMonitor, resumeMonitor } from '#lib/monitors/mutations.ts'
import { runNow } from '#lib/runs/mutations.ts'

const id = z.int()

export const runMonitor = action('monitors:run', id, async (monitor, person) => ({
  runId: await runNow(monitor, person),
}))
export const pause = action('monitors:write', id, async (monitor, person) =>
  pauseMonitor(monitor, person),
)
export const resume = action('monitors:write', id, async (monitor, person) =>
  resumeMonitor(monitor, person),
)
export const copy = action('monitors:write', id, async (monitor, person) => ({
  id: await copyMonitor(monitor, person),
}))
export const remove = action('monitors:write', id, async (monitor, person) =>
  deleteMonitor(monitor, person),
)
