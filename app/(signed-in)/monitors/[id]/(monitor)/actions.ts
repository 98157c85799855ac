'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { copyMonitor, deleteMonitor, pauseMonitor, resumeMonitor } from '#lib/monitors/mutations.ts'
import { runNow } from '#lib/runs/mutations.ts'

const id = z.int()

export const runMonitor = action('monitors:run', id, async monitor => ({
  runId: await runNow(monitor),
}))
export const pause = action('monitors:write', id, async (monitor, { name }) =>
  pauseMonitor(monitor, name),
)
export const resume = action('monitors:write', id, async (monitor, { name }) =>
  resumeMonitor(monitor, name),
)
export const copy = action('monitors:write', id, async (monitor, { name }) => ({
  id: await copyMonitor(monitor, name),
}))
export const remove = action('monitors:write', id, async monitor => deleteMonitor(monitor))
