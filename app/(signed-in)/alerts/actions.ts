'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { createAlert, deleteAlert, updateAlert } from '#lib/alerting/mutations.ts'
import { testAlert } from '#lib/inquiries/plugins.ts'

const oneKey = z.object({ key: z.string() })

export const addAlert = action('alerts:write', z.unknown(), async (input, person) =>
  createAlert(input, { actor: person }),
)

export const changeAlert = action(
  'alerts:write',
  oneKey.extend({ patch: z.unknown() }),
  async ({ key, patch }, person) => updateAlert(key, patch, { actor: person }),
)

export const removeAlert = action('alerts:write', oneKey, async ({ key }, person) =>
  deleteAlert(key, { actor: person }),
)

/** Sends a test message with settings that need not be saved yet. */
export const tryAlert = action(
  'alerts:write',
  oneKey.extend({ type: z.string(), config: z.record(z.string(), z.unknown()) }),
  async (trial, person) => testAlert(trial, person),
)
