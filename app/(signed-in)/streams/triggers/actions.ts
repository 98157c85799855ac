'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import { deleteTrigger, restoreVersion, updateTrigger } from '#lib/streams/triggers/mutations.ts'
import { triggerUndoers } from '#lib/streams/triggers/undoers.ts'

const id = z.int()

export const switchTrigger = action(
  'streams:write',
  z.object({ id, enabled: z.boolean() }),
  async ({ id, enabled }, person) => updateTrigger(id, { enabled }, person),
)

/** How much is counted of events that do not fit. */
export const setDebugLevel = action(
  'streams:write',
  z.object({ id, level: z.int().min(0).max(2) }),
  async ({ id, level }, person) => updateTrigger(id, { debug_level: level }, person),
)

/** Answers the entry of the trail, by which it is brought back. */
export const removeTrigger = action('streams:write', id, async (trigger, person) =>
  deleteTrigger(trigger, person),
)

export const bringBackTrigger = action('streams:write', id, async (entry, person) =>
  undoChange(triggerUndoers, entry, person),
)

/** Makes an old version the newest one. */
export const restoreTrigger = action(
  'streams:write',
  z.object({ id, version: z.int() }),
  async ({ id, version }, person) => restoreVersion(id, version, person),
)
