'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { createAlert, deleteAlert, updateAlert } from '#lib/alerting/mutations.ts'
import { testAlert } from '#lib/inquiries/plugins.ts'

const oneKey = z.object({ key: z.string() })

export const addAlert = action('alerts:write', z.unknown(), async input => createAlert(input))

export const changeAlert = action(
  'alerts:write',
  oneKey.extend({ patch: z.unknown() }),
  async ({ key, patch }) => updateAlert(key, patch),
)

export const removeAlert = action('alerts:write', oneKey, async ({ key }) => deleteAlert(key))

/** Sends a test message with settings that need not be saved yet. */
export const tryAlert = action(
  'alerts:write',
  oneKey.extend({ type: z.string(), config: z.record(z.string(), z.unknown()) }),
  async trial => testAlert(trial),
)
