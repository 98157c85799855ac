import { differencesOf, type FieldDifference, type Fields } from '#lib/difference.ts'

export type Kind = 'source' | 'alert' | 'project' | 'monitor' | 'dashboard'

/** A source, alert, project, monitor or dashboard as it is compared: its fields under dotted names (`config.url`). */
export interface Entry {
  kind: Kind
  /** its key, or the name of a project, monitor or dashboard */
  name: string
  fields: Fields
  /** names of the fields whose values are shown to nobody */
  secret: readonly string[]
}

export interface StoredEntry extends Entry {
  /** whether the file declared it when it was last applied */
  declared: boolean
}

export type Action =
  | 'create'
  | 'change'
  /** it was made in the pages and becomes the file's */
  | 'adopt'
  | 'delete'
  /** a project, monitor or dashboard that left the file: handed back to the pages with its history */
  | 'release'

export interface Change {
  kind: Kind
  name: string
  action: Action
  differences: FieldDifference[]
}

/**
 * What applying a file would do. What the file does not name and never declared is not touched.
 * A source or alert that left the file is deleted; the others have a history, so they are only released.
 */
export function changesBetween(stored: readonly StoredEntry[], wanted: readonly Entry[]): Change[] {
  const known = new Map(stored.map(entry => [idOf(entry), entry]))
  const kept = new Set(wanted.map(idOf))
  const gone = stored.filter(entry => entry.declared && !kept.has(idOf(entry)))

  return [
    ...wanted.flatMap(entry => changeOf(known.get(idOf(entry)), entry) ?? []),
    ...gone.map(({ kind, name }): Change => {
      const action = kind === 'source' || kind === 'alert' ? 'delete' : 'release'
      return { kind, name, action, differences: [] }
    }),
  ]
}

/** What an entry is recognised by, among all kinds. */
export const idOf = ({ kind, name }: Pick<Entry, 'kind' | 'name'>) => `${kind}:${name}`

function changeOf(
  stored: StoredEntry | undefined,
  { kind, name, fields, secret }: Entry,
): Change | undefined {
  // Another type has other secrets; those of both stay unseen.
  const unseen = [...(stored?.secret ?? []), ...secret]
  const differences = differencesOf(stored?.fields ?? {}, fields, unseen)
  if (!stored) return { kind, name, action: 'create', differences }
  if (!stored.declared) return { kind, name, action: 'adopt', differences }
  return differences.length > 0 ? { kind, name, action: 'change', differences } : undefined
}
