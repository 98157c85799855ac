'use server'

import { action } from '#app/_server/action.ts'
import { setAuditRetention } from '#lib/audit/retention/mutations.ts'
import { auditRetention } from '#lib/audit/retention/setting.ts'
import { setRetention } from '#lib/errors/retention/mutations.ts'
import { retentionPatch } from '#lib/errors/retention/schema.ts'
import { setEventRetention } from '#lib/events/retention/mutations.ts'
import { eventRetentionPatch } from '#lib/events/retention/setting.ts'
import { setStreamSettings } from '#lib/streams/settings/mutations.ts'
import { streamSettingsPatch } from '#lib/streams/settings/setting.ts'

export const saveRetention = action('settings:write', retentionPatch, (patch, person) =>
  setRetention(patch, person),
)

export const saveEventRetention = action('settings:write', eventRetentionPatch, (patch, person) =>
  setEventRetention(patch, person),
)

export const saveStreamSettings = action('settings:write', streamSettingsPatch, (patch, person) =>
  setStreamSettings(patch, person),
)

export const saveAuditRetention = action('settings:write', auditRetention, (retention, person) =>
  setAuditRetention(retention, person),
)
