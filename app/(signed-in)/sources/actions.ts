'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { checkSource, querySource, warningOf } from '#lib/inquiries/plugins.ts'
import { createSource, deleteSource, updateSource } from '#lib/sources/mutations.ts'

const oneKey = z.object({ key: z.string() })

export const addSource = action('sources:write', z.unknown(), async (input, person) =>
  createSource(input, { actor: person }),
)

export const changeSource = action(
  'sources:write',
  oneKey.extend({ patch: z.unknown() }),
  async ({ key, patch }, person) => updateSource(key, patch, { actor: person }),
)

export const removeSource = action('sources:write', oneKey, async ({ key }, person) =>
  deleteSource(key, { actor: person }),
)

/** Tries settings that need not be saved yet. */
export const trySource = action(
  'sources:write',
  oneKey.extend({ type: z.string(), config: z.record(z.string(), z.unknown()) }),
  async (trial, person) => checkSource(trial, person),
)

/** What an admin should know of a saved source that works. */
export const warnOfSource = action('sources:write', oneKey, ({ key }, person) =>
  warningOf(key, person),
)

/** Calls one method, as a script would. */
export const askSource = action(
  'sources:query',
  z.object({ source: z.string(), method: z.string(), args: z.array(z.json()) }),
  async (question, person) => querySource(question, person),
)
