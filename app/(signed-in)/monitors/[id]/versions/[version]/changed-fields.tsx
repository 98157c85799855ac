import { Panel } from '#app/_ui/panel.tsx'
import table from '#app/_ui/table.module.css'
import css from '#app/(signed-in)/monitors/[id]/_run/calls.module.css'
import { changedFields } from '#lib/monitors/definition.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'

interface Props {
  before: MonitorInput | null
  after: MonitorInput
}

/** The settings that differ, one a row; parts of the policy each by itself. */
export function ChangedFields({ before, after }: Props) {
  const rows = rowsOf(before, after)
  if (rows.length === 0) return null
  return (
    <Panel flush title="Settings">
      <table className={`${table.table} ${css.table}`}>
        <thead>
          <tr>
            <th>Setting</th>
            {before && <th>Before</th>}
            <th>{before ? 'After' : 'Value'}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, old, now]) => (
            <tr key={name}>
              <td>{name}</td>
              {before && <td className="mono">{old}</td>}
              <td className="mono">{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function rowsOf(before: MonitorInput | null, after: MonitorInput): [string, string, string][] {
  const fields = before
    ? changedFields(before, after)
    : (Object.keys(after) as (keyof MonitorInput)[])
  const names = fields.filter(field => field !== 'script')
  const old = new Map(names.flatMap(field => partsOf(field, before?.[field])))
  const now = new Map(names.flatMap(field => partsOf(field, after[field])))
  return [...now]
    .map(([name, value]): [string, string, string] => [name, old.get(name) ?? '', value])
    .filter(([, was, is]) => !before || was !== is)
}

/** `policy.after.ALARM`: an object's parts by their path, anything else in words. */
function partsOf(path: string, value: unknown): [string, string][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([name, part]) => partsOf(`${path}.${name}`, part))
  return [[path, inWords(path, value)]]
}

function inWords(path: string, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ') || 'none'
  if (value === null) return path === 'sources' || path === 'alerts' ? 'all' : 'none'
  if (value === undefined || value === '') return '–'
  return String(value)
}
