'use server'

import { action } from '#app/_server/action.ts'
import { setRetention } from '#lib/errors/retention/mutations.ts'
import { retentionPatch } from '#lib/errors/retention/schema.ts'

export const saveRetention = action('settings:write', retentionPatch, (patch, person) =>
  setRetention(patch, person),
)
