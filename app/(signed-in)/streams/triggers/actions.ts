'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { undoChange } from '#lib/audit/mutations.ts'
import {
  createTrigger,
  deleteTrigger,
  restoreVersion,
  updateTrigger,
} from '#lib/streams/triggers/mutations.ts'
import { triggerUndoers } from '#lib/streams/triggers/undoers.ts'

const id = z.int()

/** Saves a trigger; `base` is the version that was changed, null to save over whatever is there. */
export const saveTrigger = action(
  'streams:write',
  z.object({ id: id.nullable(), base: z.int().nullable(), draft: z.looseObject({}) }),
  async ({ id, base, draft }, person) => {
    if (id === null) return { id: await createTrigger(draft, person) }
    await updateTrigger(id, { ...draft, ...(base !== null && { version: base }) }, person)
    return { id }
  },
)

export const switchTrigger = action(
  'streams:write',
  z.object({ id, enabled: z.boolean() }),
  async ({ id, enabled }, person) => updateTrigger(id, { enabled }, person),
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
