import type { Tx } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'
import { ownSources } from '#lib/registry.ts'
import { compileScript } from '#lib/sandbox/compile.ts'

/**
 * Checks of the named fields what a schema can't: that the script compiles, that the sources and alerts exist.
 * Throws a UserError with the field and, for a script, its line.
 */
export async function checkDefinition(
  tx: Tx,
  input: MonitorInput,
  fields: (keyof MonitorInput)[],
): Promise<void> {
  if (fields.includes('script')) await checkScript(input.script)
  if (fields.includes('sources') && input.sources) {
    const rows = await tx.source.findMany({ select: { key: true } })
    refuseUnknown('sources', input.sources, [...rows.map(keyOf), ...ownSources.map(idOf)])
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

function refuseUnknown(field: 'sources' | 'alerts', keys: string[], known: string[]) {
  const unknown = keys.filter(key => !known.includes(key))
  if (unknown.length === 0) return
  const problem = `${unknown.join(', ')}: not configured here`
  throw new UserError(`${field}: ${problem}`, { fields: { [field]: problem } })
}
