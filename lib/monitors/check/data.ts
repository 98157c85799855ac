import { requireGroups } from '#lib/access/groups/data.ts'
import { reaches, reachOfMonitor } from '#lib/access/reach.ts'
import type { Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { ownSources } from '#lib/registry.ts'
import { compileScript } from '#lib/sandbox/compile.ts'

/**
 * Checks of the named fields what a schema can't: that the script compiles, that the groups, sources and alerts exist,
 * and that the sources are open to the groups.
 * Throws a UserError with the field and, for a script, its line.
 */
export async function checkDefinition(
  tx: Tx,
  input: MonitorInput,
  fields: (keyof MonitorInput)[],
): Promise<void> {
  if (fields.includes('script')) await checkScript(input.script)
  if (fields.includes('groups')) await requireGroups(tx, input.groups)
  if (input.sources && (fields.includes('sources') || fields.includes('groups'))) {
    const rows = await tx.source.findMany({ select: { key: true, groups: true } })
    const open = rows.filter(({ groups }) => reaches(reachOfMonitor(input.groups), groups))
    refuseUnknown('sources', input.sources, [...open.map(keyOf), ...ownSources.map(idOf)])
  }
  if (fields.includes('alerts') && input.alerts) {
    const rows = await tx.alert.findMany({ select: { key: true } })
    refuseUnknown('alerts', input.alerts, rows.map(keyOf))
  }
}

const keyOf = ({ key }: { key: string }) => key
const idOf = ({ id }: { id: string }) => id

async function checkScript(script: string) {
  const compiled = await compileScript(script)
  if (!('problem' in compiled)) return
  const { line, message } = compiled.problem
  const problem = line === null ? message : `line ${line}: ${message}`
  throw new UserError(`The script cannot be run. ${problem}`, { fields: { script: problem } })
}

const WHY = {
  sources: 'not configured here, or limited to groups that the monitor does not have',
  alerts: 'not configured here',
}

function refuseUnknown(field: keyof typeof WHY, keys: string[], known: string[]) {
  const unknown = keys.filter(key => !known.includes(key))
  if (unknown.length === 0) return
  const problem = `${unknown.join(', ')}: ${WHY[field]}`
  throw new UserError(`${field}: ${problem}`, { fields: { [field]: problem } })
}
