'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { reachOf } from '#lib/access/reach.ts'
import { trialFor } from '#lib/streams/definitions/data.ts'
import {
  createDefinition,
  deleteDefinition,
  updateDefinition,
} from '#lib/streams/definitions/mutations.ts'
import { definitionTrial } from '#lib/streams/definitions/schema.ts'

const id = z.int()
/** They are tried while somebody waits. */
const MOST_TRIED = 100

/** Saves a definition, a new one without an id. */
export const saveDefinition = action(
  'streams:write',
  z.object({ id: id.nullable(), draft: z.looseObject({}) }),
  async ({ id, draft }, person) => {
    if (id === null) return { id: await createDefinition(draft, person) }
    await updateDefinition(id, draft, person)
    return { id }
  },
)

export const moveDefinition = action(
  'streams:write',
  z.object({ id, position: z.int() }),
  async ({ id, position }, person) => updateDefinition(id, { position }, person),
)

export const removeDefinition = action('streams:write', id, async (definition, person) =>
  deleteDefinition(definition, person),
)

/** Tells what would become of notifications, each by itself. */
export const tryNotifications = action(
  'streams:read',
  definitionTrial
    .omit({ notification: true })
    .extend({ notifications: z.array(z.json()).min(1).max(MOST_TRIED) }),
  async ({ notifications, ...asked }, person) => {
    const trial = await trialFor(reachOf(person), asked)
    return notifications.map(trial)
  },
)
