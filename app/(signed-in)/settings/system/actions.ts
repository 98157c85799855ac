'use server'

import { z } from 'zod'
import { heartbeat } from '#alerts/heartbeat.ts'
import { action } from '#app/_server/action.ts'
import { setHeartbeat } from '#lib/health/heartbeat/mutations.ts'
import { addBuiltIn } from '#lib/monitors/built-in/mutations.ts'

export const keepHeartbeat = action('settings:write', heartbeat.config, ({ url }, person) =>
  setHeartbeat(url, person),
)

export const endHeartbeat = action('settings:write', z.strictObject({}), (_, person) =>
  setHeartbeat(null, person),
)

export const addMonitors = action('monitors:write', z.strictObject({}), (_, person) =>
  addBuiltIn(person),
)
