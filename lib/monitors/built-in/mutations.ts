import type { Changer } from '#lib/access/reach.ts'
import { missingBuiltIn } from '#lib/monitors/built-in/data.ts'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'
import { createMonitor } from '#lib/monitors/mutations.ts'

/** Makes the monitors by which Belfry watches itself, those that are not there; answers how many. */
export async function addBuiltIn(by: Changer): Promise<number> {
  const missing = new Set(await missingBuiltIn())
  for (const monitor of builtInMonitors)
    if (missing.has(monitor.name)) await createMonitor(monitor, by)
  return missing.size
}
