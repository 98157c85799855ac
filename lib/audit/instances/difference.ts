import { type Difference, difference } from '#lib/audit/difference.ts'
import { openSettings, type StoredSettings } from '#lib/settings.ts'

/** A row of `source` or `alert`, as far as people and the file set it. */
export interface Instance extends StoredSettings {
  type: string
  description: string
  enabled: boolean
  declared: boolean
  groups?: string[]
  states?: string[]
}

/** How a source or an alert differs from what it was; null where there was none, or is none any more. */
export function instanceDifference(before: Instance | null, after: Instance | null): Difference {
  const secret = [...secretsOf(before), ...secretsOf(after)]
  return difference(told(before), told(after), secret)
}

function told(row: Instance | null): object {
  if (!row) return {}
  const { type, description, enabled, declared, groups, states } = row
  return { type, description, enabled, declared, groups, states, config: openSettings(row) }
}

const secretsOf = (row: Instance | null): string[] =>
  row ? Object.keys(openSettings({ ...row, config: {} })).map(name => `config.${name}`) : []
