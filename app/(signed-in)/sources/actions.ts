'use server'
import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { CALL_LIMIT_MS } from '#lib/inquiries/kinds.ts'
import { ask } from '#lib/inquiries/mutations.ts'
import { sourcePlugin } from '#lib/registry.ts'
import { changeSettings, checkSettings, openSettings } from '#lib/settings.ts'
import { sourceRow } from '#lib/sources/data.ts'
import { createSource, deleteSource, updateSource } from '#lib/sources/mutations.ts'

/** Beyond the engine's own limit, for the way there and back. */
const WAIT_MS = CALL_LIMIT_MS + 5_000

const settings = z.record(z.string(), z.unknown())
const known = z.object({ key: z.string() })

export const addSource = action(z.unknown(), async input => createSource(input))

export const changeSource = action(known.extend({ patch: z.unknown() }), async ({ key, patch }) =>
  updateSource(key, patch),
)

export const removeSource = action(known, async ({ key }) => deleteSource(key))

/** Tries settings that need not be saved; a masked secret stands for the one that `saved` has. */
export const checkSource = action(
  z.object({ key: z.string(), type: z.string(), config: settings, saved: z.boolean() }),
  async ({ key, type, config, saved }) => {
    const present = saved ? openSettings(await sourceRow(key)) : {}
    const full = changeSettings(present, config)
    const plugin = sourcePlugin(type)
    if (plugin) checkSettings(plugin.config, full)
    return ask('check', { key, type, config: full }, WAIT_MS)
  },
)

/** Calls one method, as a script would. */
export const querySource = action(
  z.object({ source: z.string(), method: z.string(), args: z.array(z.json()) }),
  async question => ask('query', question, WAIT_MS),
)
