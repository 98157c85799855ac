import { db } from '#lib/db/client.ts'
import { builtInMonitors } from '#lib/monitors/built-in/monitors.ts'

/** The names of those that are not there, or are called otherwise by now. */
export async function missingBuiltIn(): Promise<string[]> {
  const names = builtInMonitors.map(({ name }) => name)
  const rows = await db().monitor.findMany({ where: { name: { in: names } } })
  const there = new Set(rows.map(({ name }) => name))
  return names.filter(name => !there.has(name))
}
