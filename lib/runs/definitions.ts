import type { Pool } from 'pg'
import { grouped } from '#lib/groups.ts'

/** What a run needs of its monitor. */
export interface Definition {
  version: number
  name: string
  tags: string[]
  script: string
  timeoutMs: number
  sources: string[] | null
  groups: string[]
}

/** Scripts kept in memory, in characters: thousands of usual ones. */
const KEPT_CHARACTERS = 32 * 1024 * 1024
const LOADED_AT_ONCE = 200

/** Definitions of monitors, read in groups and kept until there is a newer version. */
export function openDefinitions(pool: Pool) {
  const kept = new Map<number, Definition>()
  let characters = 0
  const load = grouped((ids: number[]) => read(pool, ids), { most: LOADED_AT_ONCE })

  function keep(id: number, definition: Definition) {
    forget(id)
    kept.set(id, definition)
    characters += definition.script.length
    for (const oldest of kept.keys()) {
      if (characters <= KEPT_CHARACTERS) break
      forget(oldest)
    }
  }

  function forget(id: number) {
    characters -= kept.get(id)?.script.length ?? 0
    kept.delete(id)
  }

  /** The definition of at least this version; undefined for a monitor that was deleted meanwhile. */
  return async (id: number, version: number): Promise<Definition | undefined> => {
    const known = kept.get(id)
    if (known && known.version >= version) return known
    const definition = await load(id)
    if (definition) keep(id, definition)
    else forget(id)
    return definition
  }
}

async function read(pool: Pool, ids: number[]): Promise<(Definition | undefined)[]> {
  const { rows } = await pool.query<Definition & { id: number }>({
    name: 'read-definitions',
    text: `select id, version, name, tags, script, timeout_ms as "timeoutMs", sources, groups
           from monitor where id = any ($1::int[])`,
    values: [ids],
  })
  const byId = new Map(rows.map(({ id, ...definition }) => [id, definition]))
  return ids.map(id => byId.get(id))
}
